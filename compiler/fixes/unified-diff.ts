import type { Source } from '../../grammar/span.js';
import { changedLines } from './changed-lines.js';
import type { LineChange } from './changed-lines.js';

/** Lines around a change that stay, as everybody prints them. */
const around = 3;

/** What changes between two states of the same files, as `patch -p1` and `git apply` read it. */
export function unifiedDiff(before: readonly Source[], after: readonly Source[]): string {
  const texts = new Map(after.map(({ path, text }) => [path, text]));
  return before
    .flatMap(({ path, text }) => {
      const changed = texts.get(path) ?? text;
      return changed === text ? [] : [`--- a/${path}\n+++ b/${path}\n${hunks(text, changed)}`];
    })
    .join('');
}

function hunks(before: string, after: string): string {
  const changes = changedLines(linesOf(before), linesOf(after));
  const near = changes.map((_, index) =>
    changes.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  let printed = '';
  for (let start = near.indexOf(true); start !== -1; ) {
    const stop = near.indexOf(false, start);
    const end = stop === -1 ? changes.length : stop;
    printed += hunk(changes.slice(0, start), changes.slice(start, end));
    start = near.indexOf(true, end);
  }
  return printed;
}

function hunk(above: readonly LineChange[], lines: readonly LineChange[]): string {
  const count = (of: readonly LineChange[], not: LineChange['kind']): number => of.filter(({ kind }) => kind !== not).length;
  const range = (not: LineChange['kind']): string => {
    const length = count(lines, not);
    // An empty range names the line in front of it.
    const start = count(above, not) + (length === 0 ? 0 : 1);
    return length === 1 ? `${start}` : `${start},${length}`;
  };
  return `@@ -${range('added')} +${range('removed')} @@\n${lines.map(printed).join('')}`;
}

const signs: Readonly<Record<LineChange['kind'], string>> = { same: ' ', removed: '-', added: '+' };

function printed({ kind, line }: LineChange): string {
  return `${signs[kind]}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`;
}

/** With their breaks, so that a changed break is a changed line. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
