import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { countsOf, counted } from './counts.js';
import { visibleText } from './display-cells.js';
import { inOrder } from './in-order.js';
import { createLineIndexes } from './line-indexes.js';

/**
 * JUnit's XML, one test case a file: it fails with its errors; warnings are its output.
 *
 * Places are `line:column`, 1-based, columns in UTF-16 units.
 */
export function printJunit(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  const indexOf = createLineIndexes(sources);
  const ordered = inOrder(diagnostics);
  const files = [...new Set([...sources.map(({ path }) => path), ...ordered.map(({ span }) => span.file)])].toSorted();
  const lineOf = ({ code, rule, severity, message, help, span }: Diagnostic): string => {
    const { line, column } = indexOf(span.file).position(span.start);
    const advice = help === undefined ? '' : `\n  help: ${visibleText(help)}`;
    return `${visibleText(`${span.file}:${line}:${column}: ${severity}[${code} ${rule}] ${message}`)}${advice}`;
  };
  const cases = files.map((file) => testCase(file, ordered.filter(({ span }) => span.file === file), lineOf));
  const failed = files.filter((file) => ordered.some(({ span, severity }) => severity === 'error' && span.file === file));
  const totals = `tests="${files.length}" failures="${failed.length}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="perennial check" ${totals}>`,
    `  <testsuite name="perennial check" ${totals} skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(file: string, diagnostics: readonly Diagnostic[], lineOf: (diagnostic: Diagnostic) => string): string {
  const head = `    <testcase classname="perennial" name="${escaped(file)}" file="${escaped(file)}"`;
  const { errors, warnings } = countsOf(diagnostics);
  const lines = (severity: Diagnostic['severity']): string =>
    escaped(diagnostics.filter((one) => one.severity === severity).map(lineOf).join('\n'));
  const parts = [
    ...(errors > 0 ? [`      <failure type="error" message="${counted(errors, 'error')}">${lines('error')}</failure>`] : []),
    ...(warnings > 0 ? [`      <system-out>${lines('warning')}</system-out>`] : []),
  ];
  return parts.length === 0 ? `${head}/>` : [`${head}>`, ...parts, '    </testcase>'].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Names may hold what is no character of XML 1.0 at all; controls have their pictures by now. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map(visibleText)
    .join('\n')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, '\ufffd');
}
