import { printPretty } from '../../compiler/diagnostics/print/print-pretty.js';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Printed } from '../../grammar/print/format-source.js';
import type { Source } from '../../grammar/span.js';
import type { Host } from '../host.js';

/** Says why a file was left as it is; nothing is said of one that was printed. */
export function tellUnprinted(host: Host, source: Source, printed: Printed): void {
  switch (printed.kind) {
    case 'printed':
      return;
    case 'unreadable':
      host.err(printPretty(printed.diagnostics, [source], { color: host.color.err }));
      return;
    case 'yaml-only':
      host.err(`${source.path}: such a file is written in YAML alone.`);
      return;
    case 'unsayable': {
      const lines = createLineIndex(source.text);
      for (const { start, end } of printed.spans) {
        const { line, column } = lines.position(start);
        const [text = ''] = source.text.slice(start, end).split(/\r?\n/);
        host.err(`${source.path}:${line}:${column}: "${text}" cannot be written in the other form.`);
      }
    }
  }
}
