import { Composer, type CST } from 'yaml';
import type { Checked } from '../diagnostics/diagnostic.js';
import { createGrammarReport, type GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Source, Span } from '../span.js';
import { reportBans } from './bans.js';
import { createConversion } from './convert-node.js';
import { deepestNesting, largestSource, readTokens } from './read-tokens.js';
import { readPlain } from './read-plain.js';
import { reportSyntaxError } from './syntax-errors.js';
import type { TreeMapping } from '../tree/tree-node.js';

/**
 * Reads a file as plain YAML 1.2: one mapping, no anchors, aliases, tags, merge keys, directives
 * or further documents. Stops at the first error that leaves the rest in doubt; never throws.
 */
export function parseYaml(source: Source): Checked<TreeMapping | undefined> {
  const plain = readPlain(source.text, source.path);
  return plain === undefined ? parseAnyYaml(source) : { value: plain, diagnostics: [] };
}

/** As `parseYaml`, by the library alone. */
export function parseAnyYaml(source: Source): Checked<TreeMapping | undefined> {
  const report = createGrammarReport();
  const value = read(source, report);
  return { value, diagnostics: report.diagnostics.slice(0, mostDiagnostics) };
}

/** Behind these, a file of garbage has nothing new to say. */
const mostDiagnostics = 100;

function read(source: Source, report: GrammarReport): TreeMapping | undefined {
  const shift = source.text.startsWith('\uFEFF') ? 1 : 0;
  const text = source.text.slice(shift);
  const spanOf = (start: number, end: number): Span => ({
    file: source.path,
    start: start + shift,
    end: end + shift,
  });

  if (text.length > largestSource) {
    report('C0002', spanOf(0, 0), { size: text.length, limit: largestSource });
    return undefined;
  }
  const read = readTokens(text);
  if (read.kind === 'too-deep') {
    report('C0003', spanOf(read.offset, read.offset + 1), { limit: deepestNesting });
    return undefined;
  }
  if (read.kind === 'too-many') {
    report('C0022', spanOf(read.offset, read.offset + 1), {});
    return undefined;
  }

  const banned = reportBans(read.tokens, text, spanOf, report);
  const document = compose(read.tokens, text);
  if (document === undefined) {
    report('C0001', spanOf(0, 0), { problem: 'The file cannot be read as YAML.' });
    return undefined;
  }
  const fatal = [...document.errors, ...document.warnings].find(({ code }) => !reportedAsBan.has(code));
  if (fatal !== undefined) {
    // What a banned construct leaves behind often makes no sense as YAML: one cause, one report.
    if (!banned) reportSyntaxError(fatal, { tokens: read.tokens, text, spanOf }, report);
    return undefined;
  }

  const root = createConversion({ text, spanOf, report })(document.contents);
  switch (root.kind) {
    case 'mapping':
      return root;
    case 'empty':
      if (report.diagnostics.length === 0) report('C0013', spanOf(0, 0), {});
      return undefined;
    case 'sequence':
      report('C0012', root.span, { found: 'a list' });
      return undefined;
    case 'scalar':
      report('C0012', root.span, { found: 'a single value' });
      return undefined;
    case 'broken':
      return undefined;
  }
}

const reportedAsBan: ReadonlySet<string> = new Set(['TAG_RESOLVE_FAILED', 'BAD_ALIAS', 'MULTIPLE_DOCS', 'BAD_DIRECTIVE']);

function compose(tokens: readonly CST.Token[], text: string) {
  const composer = new Composer({
    keepSourceTokens: true,
    prettyErrors: false,
    uniqueKeys: false,
    version: '1.2',
  });
  try {
    for (const document of composer.compose(firstDocument(tokens), true, text.length)) return document;
  } catch {
    // The library throws on some texts that it cannot resolve; the caller reports it.
  }
  return undefined;
}

/** Directives would change how scalars are read; they are reported, and left out here. */
function firstDocument(tokens: readonly CST.Token[]): CST.Token[] {
  const kept: CST.Token[] = [];
  let documents = 0;
  for (const token of tokens) {
    if (token.type === 'directive' || token.type === 'byte-order-mark') continue;
    if (token.type === 'document') documents += 1;
    if (documents > 1) break;
    kept.push(token);
  }
  return kept;
}
