import type { Diagnostic, Edit, Fix } from '../../../grammar/diagnostics/diagnostic.js';
import type { LineIndex } from '../../../grammar/line-index.js';
import type { Source, Span } from '../../../grammar/span.js';
import type { Suppressed } from '../../suppressions/suppress.js';
import { visibleText } from './display-cells.js';
import { fingerprints } from './fingerprints.js';
import { inOrder } from './in-order.js';
import { jsonText } from './json-text.js';
import { createLineIndexes } from './line-indexes.js';

export interface SarifOptions {
  readonly version: string;
  readonly suppressed: readonly Suppressed[];
  /** The docs page of a code, as Markdown; undefined where there is none to read. */
  readonly pageOf: (code: string) => string | undefined;
}

type IndexOf = (file: string) => LineIndex;

/**
 * SARIF 2.1.0, for code scanning: rules with their pages, fixes, and the warnings that comments allow.
 *
 * Lines and columns are 1-based, columns in UTF-16 units (`columnKind` says so), ends exclusive.
 */
export function printSarif(diagnostics: readonly Diagnostic[], sources: readonly Source[], options: SarifOptions): string {
  const indexOf = createLineIndexes(sources);
  const reasons = new Map(options.suppressed.map((one) => [one.diagnostic, one]));
  const ordered = inOrder([...diagnostics, ...reasons.keys()]);
  const marks = fingerprints(ordered, indexOf);
  const rules = [...new Map(ordered.map((one) => [one.code, one])).values()].toSorted((one, other) => (one.code < other.code ? -1 : 1));
  const codes = rules.map(({ code }) => code);
  const results = ordered.map((diagnostic, index) => ({
    ruleId: diagnostic.code,
    ruleIndex: codes.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: textOf(diagnostic) },
    locations: [{ physicalLocation: place(diagnostic.span, indexOf) }],
    ...relatedTo(diagnostic, indexOf),
    partialFingerprints: { primaryLocationLineHash: marks[index] ?? '' },
    ...suppressionOf(reasons.get(diagnostic), indexOf),
    ...fixesOf(diagnostic, indexOf),
  }));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'perennial', semanticVersion: options.version, rules: rules.map((one) => ruleOf(one, options)) },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  });
}

function ruleOf({ code, rule, severity, summary }: Diagnostic, { pageOf }: SarifOptions): object {
  const page = pageOf(code);
  const where = `Explained in docs/rules/${code}.md; perennial explain ${code} prints it.`;
  const why = page === undefined ? undefined : /^## Why\n+([^]*?)\n+(?=## )/m.exec(page)?.[1]?.replace(/\s+/g, ' ');
  return {
    id: code,
    name: rule,
    shortDescription: { text: sentence(summary) },
    ...(why === undefined ? {} : { fullDescription: { text: why } }),
    help: { text: why === undefined ? where : `${why} ${where}`, ...(page === undefined ? {} : { markdown: page }) },
    defaultConfiguration: { level: severity },
    // `helpUri` must be absolute (SARIF 2.1.0, 3.49.12), and the pages come with the program.
    properties: { docs: `docs/rules/${code}.md` },
  };
}

function textOf({ message, help }: Diagnostic): string {
  const plain = visibleText(help === undefined ? message : `${message} ${help}`);
  // What an author wrote is neither a link nor a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6).
  return plain.replace(/\[(?=[^\]]*\]\()/g, '\\[').replace(/\{(\d+)\}/g, '{{$1}}');
}

function relatedTo({ labels }: Diagnostic, indexOf: IndexOf): object {
  if (labels.length === 0) return {};
  return {
    relatedLocations: labels.map(({ span, text }, id) => ({
      id,
      message: { text: visibleText(text) },
      physicalLocation: place(span, indexOf),
    })),
  };
}

function suppressionOf(suppressed: Suppressed | undefined, indexOf: IndexOf): object {
  if (suppressed === undefined) return {};
  const { reason, span } = suppressed;
  const location = { physicalLocation: place(span, indexOf) };
  return { suppressions: [{ kind: 'inSource', status: 'accepted', justification: visibleText(reason), location }] };
}

function fixesOf({ fixes }: Diagnostic, indexOf: IndexOf): object {
  if (fixes.length === 0) return {};
  return { fixes: fixes.map((fix) => fixOf(fix, indexOf)) };
}

function fixOf({ title, safety, edits }: Fix, indexOf: IndexOf): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: { text: safety === 'safe' ? sentence(title) : `${sentence(title)} Look at it before you take it.` },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits.filter(({ span }) => span.file === file).map((edit) => replacement(edit, indexOf)),
    })),
    properties: { safety },
  };
}

function replacement({ span, text }: Edit, indexOf: IndexOf): object {
  return { deletedRegion: region(span, indexOf), insertedContent: { text } };
}

function place(span: Span, indexOf: IndexOf): object {
  return { artifactLocation: artifact(span.file), region: region(span, indexOf) };
}

function artifact(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function region({ file, start, end }: Span, indexOf: IndexOf): object {
  const index = indexOf(file);
  const from = index.position(start);
  const to = index.position(Math.max(start, end));
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
