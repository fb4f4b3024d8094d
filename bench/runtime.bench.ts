import type { Bench, Result } from './bench.js';
import { measureEntering } from './runtime/entering.js';
import { measureHoldMillion } from './runtime/hold-million.js';
import { measureIngest } from './runtime/ingest.js';
import { measureLeads } from './runtime/leads.js';
import { measureRender } from './runtime/render.js';
import { measureSleepers } from './runtime/sleepers.js';
import { measureWakesAvoided } from './runtime/wakes-avoided.js';

/** One line each, the short ones first. */
export const runtimeParts: Readonly<Record<string, Bench>> = {
  render: measureRender,
  ingest: measureIngest,
  entering: measureEntering,
  leads: measureLeads,
  'wakes-avoided': measureWakesAvoided,
  'hold-million': measureHoldMillion,
  sleepers: measureSleepers,
};

/** The running system, each part with its yardstick in the same run; one after the other. */
export const measureRuntime: Bench = async (progress, options) => {
  const results: Result[] = [];
  for (const [name, part] of Object.entries(runtimeParts)) {
    if (options.only?.includes(name) === false) continue;
    progress(`${name} …`);
    results.push(...(await part(progress, options)));
  }
  return results;
};
