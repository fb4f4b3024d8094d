import { countsInWords } from '../../compiler/diagnostics/print/counts.js';
import { printCompact } from '../../compiler/diagnostics/print/print-compact.js';
import { printGithub } from '../../compiler/diagnostics/print/print-github.js';
import { printJson } from '../../compiler/diagnostics/print/print-json.js';
import { printJunit } from '../../compiler/diagnostics/print/print-junit.js';
import { printPretty } from '../../compiler/diagnostics/print/print-pretty.js';
import { printSarif } from '../../compiler/diagnostics/print/print-sarif.js';
import { relocated } from '../../compiler/diagnostics/print/relocated.js';
import type { Findings } from '../../compiler/diagnostics/print/relocated.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { docsPage } from '../docs-page.js';
import { readVersion } from '../version.js';

/** How `check` can print. */
export const findingFormats = ['pretty', 'compact', 'json', 'sarif', 'github', 'junit'] as const;
export type FindingFormat = (typeof findingFormats)[number];

export interface PrintOptions {
  readonly format: FindingFormat;
  readonly color: boolean;
  readonly width: number | undefined;
  /** Of the pretty form alone: what a program reads is whole. */
  readonly max: number;
  /** From the working folder to the repository; see `relocated`. */
  readonly prefix: string;
  /** The files that were asked about, from the repository's root; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
}

/** What a check found, in one of the formats; empty where that says best that there is nothing. */
export function printFindings(all: Findings, { format, color, width, max, prefix, only }: PrintOptions): string {
  const shown = restricted(all, only);
  // Programs get paths from the repository's root, whatever folder the command was run in.
  const { diagnostics, suppressed, sources } = relocated(shown, format === 'json' ? '' : prefix);
  const asked = sources.filter((_, index) => only === undefined || only.has(shown.sources[index]?.path ?? ''));
  switch (format) {
    case 'pretty':
      return printPretty(diagnostics, sources, { color, width, max, files: asked.map(({ path }) => path) });
    case 'compact':
      return printCompact(diagnostics, sources);
    case 'json':
      return printJson(diagnostics, sources);
    case 'sarif':
      return printSarif(diagnostics, sources, { version: readVersion(), suppressed, pageOf: docsPage });
    case 'github':
      return printGithub(diagnostics, asked);
    case 'junit':
      return printJunit(diagnostics, asked);
    default:
      return unreachable(format);
  }
}

/** The reports of the files that were asked about; all sources stay, for labels. */
export function restricted(all: Findings, only: ReadonlySet<string> | undefined): Findings {
  if (only === undefined) return all;
  return {
    sources: all.sources,
    diagnostics: all.diagnostics.filter(({ span }) => only.has(span.file)),
    suppressed: all.suppressed.filter(({ diagnostic }) => only.has(diagnostic.span.file)),
  };
}

/** What lies in other files than those asked about; undefined where nothing does. */
export function elsewhereInWords(all: Findings, only: ReadonlySet<string> | undefined): string | undefined {
  const others = all.diagnostics.filter(({ span }) => only !== undefined && !only.has(span.file));
  if (others.length === 0) return undefined;
  return `Not shown: ${countsInWords(others, [])} besides.`;
}
