import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic as Shown } from 'vscode-languageserver/node';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import { packageRoot } from '../package-root.js';
import type { Checked } from './repository.js';
import { rangeOf, uriOf } from './places.js';

/** Rules that find what nobody needs: an editor shows it faded. */
const idle: ReadonlySet<string> = new Set(['unreachable-step', 'unused-template', 'unused-asset', 'empty-branch', 'rule-never-scores', 'allow-of-nothing']);

/** What a check found, by the path of the file it stands in. */
export function diagnosticsByPath(root: string, { result, sources }: Checked): ReadonlyMap<string, readonly Shown[]> {
  const byPath = new Map<string, Shown[]>();
  for (const diagnostic of result.diagnostics) {
    const { file } = diagnostic.span;
    byPath.set(file, [...(byPath.get(file) ?? []), shown(diagnostic, root, (path) => sources.get(path)?.text ?? '')]);
  }
  return byPath;
}

export function shown(
  { code, rule, severity, message, help, span, labels }: Diagnostic,
  root: string,
  textOf: (path: string) => string,
): Shown {
  const href = docsUrl(code);
  return {
    range: rangeOf(span, textOf(span.file)),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'perennial',
    message: help === undefined ? message : `${message}\n${help}`,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(idle.has(rule) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(labels.length === 0
      ? {}
      : {
          relatedInformation: labels.map((label) => ({
            location: { uri: uriOf(root, label.span.file), range: rangeOf(label.span, textOf(label.span.file)) },
            message: label.text,
          })),
        }),
  };
}

/** The page of a code lies beside the program, so it opens without a network. */
function docsUrl(code: string): string | undefined {
  const file = join(packageRoot(), 'docs', 'rules', `${code}.md`);
  return existsSync(file) ? pathToFileURL(file).href : undefined;
}
