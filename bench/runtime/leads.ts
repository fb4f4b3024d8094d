import type { Bench } from '../bench.js';
import { measureThroughput } from '../throughput.bench.js';

/** Leads finished per second through a five-mail drip, against the bare workflow of the same length. */
export const measureLeads: Bench = async (progress, options) =>
  (await measureThroughput(progress, options)).map((result) => ({ ...result, name: result.name === 'five-mail-drip' ? 'leads' : 'leads-bare' }));
