import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the checkout, wherever the command was typed. */
export function inRoot(...parts) {
  return join(root, ...parts);
}
