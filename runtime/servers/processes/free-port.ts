import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A port on 127.0.0.1 that nobody listens on; it may be taken before you use it, but the system gives
 * it to nobody who asks for any port within the next minute.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  // Who closes a connection first keeps its port out of the system's choice for a while.
  server.on('connection', (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('the system gave no port');
  const visitor = connect(address.port, '127.0.0.1').resume();
  await once(visitor, 'close');
  server.close();
  await once(server, 'close');
  return address.port;
}
