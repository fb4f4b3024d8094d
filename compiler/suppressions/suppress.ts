import { closest } from '../../grammar/did-you-mean.js';
import type { Code } from '../../grammar/diagnostics/code.js';
import { createReport } from '../../grammar/diagnostics/code.js';
import type { Diagnostic, Fix } from '../../grammar/diagnostics/diagnostic.js';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Source, Span } from '../../grammar/span.js';
import { allCodes } from '../diagnostics/all-codes.js';
import { suppressionCodes } from '../diagnostics/suppression-codes.js';
import type { Memory } from '../memory.js';
import { noMemory } from '../memory.js';
import { readAllowances } from './read-allowances.js';
import type { Allowance } from './read-allowances.js';

/** A warning that its author has allowed, with the reason. */
export interface Suppressed {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
  /** The comment that allows it. */
  readonly span: Span;
}

export interface AfterSuppression {
  /** What is left, and what is wrong with the comments themselves; not in order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * Takes away the warnings that comments allow: on their line, the line below, or in their file.
 *
 * Errors stay, whatever a comment says: a plan made of a file with an error would not be what the
 * file means, and the laws of consent are no matter of taste. So do reports on comments. An error
 * that is only a practice becomes a warning.
 */
export function suppress(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  memory: Memory = noMemory,
): AfterSuppression {
  const allowances = memory.ofEach('allowances', sources, readAllowances);
  const files = sources
    .map((source, index) => ({ source, found: allowances[index] ?? [] }))
    .filter(({ found }) => found.length > 0);
  if (files.length === 0) return { diagnostics, suppressed: [] };

  const report = createReport(suppressionCodes);
  const granted = files.flatMap(({ source, found }) => {
    const lineOf = createLineIndex(source.text).position;
    return found.flatMap((allowance) => grant(allowance, (offset) => lineOf(offset).line, report) ?? []);
  });
  const used = new Set<Granted>();
  const suppressed: Suppressed[] = [];
  const left = diagnostics.flatMap((diagnostic) => {
    const grants = granted.filter((one) => one.covers(diagnostic));
    const [first] = grants;
    if (first === undefined) return [diagnostic];
    for (const one of grants) used.add(one);
    // Against a practice there can be a reason; the reader of the report still sees it.
    if (diagnostic.severity === 'error') return [{ ...diagnostic, severity: 'warning' as const }];
    suppressed.push({ diagnostic, reason: first.reason, span: first.allowance.span });
    return [];
  });
  // With an error much is left unasked, so a comment without use proves nothing.
  if (!diagnostics.some(({ severity }) => severity === 'error')) {
    for (const { allowance, code } of granted.filter((one) => !used.has(one))) {
      const at = { code, misplaced: allowance.covers.kind === 'nothing' };
      report('C0904', allowance.span, at, { fixes: at.misplaced ? [] : removal(allowance) });
    }
  }
  return { diagnostics: [...left, ...report.diagnostics], suppressed };
}

interface Granted {
  readonly allowance: Allowance;
  readonly code: string;
  readonly reason: string;
  covers(diagnostic: Diagnostic): boolean;
}

function grant(
  allowance: Allowance,
  lineOf: (offset: number) => number,
  report: ReturnType<typeof createReport<typeof suppressionCodes>>,
): Granted | undefined {
  const { verb, word, reason, covers, span, wordSpan, text } = allowance;
  const known = word === '' ? undefined : catalogued(word);
  if (word !== '' && known === undefined) {
    const near = closest(word, [...Object.keys(allCodes), ...Object.values(allCodes).map(({ rule }) => rule)]);
    report('C0902', wordSpan, { word, near }, { fixes: near.map((name) => rename(wordSpan, name)) });
    return undefined;
  }
  if (known !== undefined && !maySuppress(known)) {
    report('C0903', span, { code: known.code, summary: known.entry.summary });
    return undefined;
  }
  if (reason === undefined || known === undefined) {
    report('C0901', span, { comment: text, missing: word === '' ? 'what' : 'why', example: `${verb} ${word || 'C4106'}` });
    return undefined;
  }
  const { code } = known;
  return {
    allowance,
    code,
    reason,
    covers: (diagnostic) =>
      diagnostic.code === code &&
      diagnostic.span.file === span.file &&
      (covers.kind === 'file' || (covers.kind === 'line' && covers.line === lineOf(diagnostic.span.start))),
  };
}

interface Catalogued {
  readonly code: string;
  readonly entry: Pick<Code<never>, 'severity' | 'summary' | 'overridable'>;
}

function catalogued(word: string): Catalogued | undefined {
  const found = Object.entries(allCodes).find(([code, { rule }]) => code === word || rule === word);
  return found === undefined ? undefined : { code: found[0], entry: found[1] };
}

function maySuppress({ code, entry }: Catalogued): boolean {
  return (entry.severity === 'warning' || entry.overridable === true) && !Object.hasOwn(suppressionCodes, code);
}

function rename(span: Span, name: string): Fix {
  return { title: `write ${name}`, safety: 'unsafe', edits: [{ span, text: name }] };
}

function removal({ whole }: Allowance): readonly Fix[] {
  return [{ title: 'remove the comment', safety: 'safe', edits: [{ span: whole, text: '' }] }];
}
