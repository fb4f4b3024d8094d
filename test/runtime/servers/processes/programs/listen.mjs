// A server that can be told not to listen to a polite request.
import { createServer } from 'node:net';

const [port, manners] = process.argv.slice(2);
if (manners === 'stubborn') process.on('SIGTERM', () => {});
createServer().listen(Number(port), '127.0.0.1');
