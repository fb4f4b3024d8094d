import type { SeedResult } from '../run-seed.js';
import { asRecord } from './tally.js';

/** What several seeds came to together; all that must be 0 stands first. */
export interface Report {
  readonly seeds: number;
  readonly leads: number;
  readonly lost: number;
  readonly doubled: number;
  readonly missing: number;
  readonly capBreaks: number;
  readonly unexplained: number;
  readonly mails: number;
  readonly unknown: number;
  /** By kind. */
  readonly faults: Readonly<Record<string, number>>;
}

export function reportOf(results: readonly SeedResult[]): Report {
  const total = (count: (result: SeedResult) => number): number => results.reduce((sum, result) => sum + count(result), 0);
  const faults = new Map<string, number>();
  for (const result of results) {
    for (const [kind, times] of result.faults) faults.set(kind, (faults.get(kind) ?? 0) + times);
  }
  return {
    seeds: results.length,
    leads: total(({ leads }) => leads),
    lost: total(({ lost }) => lost),
    doubled: total(({ doubled }) => doubled),
    missing: total(({ missing }) => missing),
    capBreaks: total(({ capBreaks }) => capBreaks),
    unexplained: total(({ unexplained }) => unexplained),
    mails: total(({ mails }) => mails),
    unknown: total(({ unknown }) => unknown),
    faults: asRecord(faults),
  };
}

export function isClean({ lost, doubled, missing, capBreaks, unexplained }: Report): boolean {
  return lost + doubled + missing + capBreaks + unexplained === 0;
}

export function printReport(report: Report, format: 'json' | 'pretty'): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  const { faults, ...counts } = report;
  return [...Object.entries(counts), ...Object.entries(faults)].map(([name, value]) => `${name}: ${value}\n`).join('');
}
