import type { Verdict } from './judge.js';

/** What came of the edits, by kind: a table in Markdown. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const kinds = [...new Set(verdicts.map(({ edit }) => edit.of))];
  const rows = [...kinds.map((kind) => row(kind, verdicts.filter(({ edit }) => edit.of === kind))), row('**all**', verdicts)];
  return [
    '| what is wrong | edits | one error, on its line | misspelt | right word offered | warnings besides |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

function row(name: string, verdicts: readonly Verdict[]): string {
  const single = verdicts.filter((verdict) => verdict.single).length;
  const misspelt = verdicts.filter(({ offered }) => offered !== undefined);
  const offered = misspelt.filter((verdict) => verdict.offered === true).length;
  const warnings = verdicts.reduce((sum, verdict) => sum + verdict.warnings, 0);
  const cells = [name, verdicts.length, share(single, verdicts.length), misspelt.length, share(offered, misspelt.length), warnings];
  return `| ${cells.join(' | ')} |`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${part} (${((100 * part) / whole).toFixed(1)} %)`;
}
