import { createInterface } from 'node:readline/promises';
import type { Host } from '../host.js';

/**
 * Asks the person who watches; where nobody does, the answer is no, and `how` says what to type.
 */
export async function confirmed(host: Host, what: string, how: string): Promise<boolean> {
  if (!host.interactive || process.stdin.isTTY !== true) {
    host.err(`${what} Nothing was changed; to do it without being asked: ${how}`);
    return false;
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${what} Go on? Type yes: `);
    if (answer.trim().toLowerCase() === 'yes') return true;
    host.err('Nothing was changed.');
    return false;
  } finally {
    asking.close();
  }
}
