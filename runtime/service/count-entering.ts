// The one thing under `leads/` that a command asks for without a service that runs.
export type { Entering } from '../leads/bulk/head-count.js';
export { countEntering } from '../leads/bulk/head-count.js';
