import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The files below a folder of test/compiler, with paths relative to it. */
export function readRepository(folder: string): readonly Source[] {
  const root = join(here, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(root.length + 1).replaceAll('\\', '/');
    return [{ path, text: readFileSync(file, 'utf8') }];
  });
}

export interface Fixture {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly output: string;
}

/** Where the fixtures of each rule lie, by the rule's name: a folder in that of its theme. */
export const fixtureFolders: ReadonlyMap<string, string> = new Map(
  foldersIn(join(here, 'rules')).flatMap((theme) => foldersIn(theme).map((folder) => [basename(folder), folder])),
);

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []));
}

/** The fixtures of one rule: files over the base repository, each with the expected lines beside it. */
export function fixturesOf(rule: string): readonly Fixture[] {
  const folder = fixtureFolders.get(rule);
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({
      name: file.replace(/\.yaml$/, ''),
      sources: completed(readFileSync(join(folder, file), 'utf8')),
      output: join(folder, file.replace(/\.yaml$/, '.out')),
    }));
}

/**
 * One campaign, or several files each behind a line `# path: …`, over the base repository.
 *
 * Every message gets a plain template, unless the fixture says `# without templates`. A file
 * that holds the one word `absent` is taken away from the base.
 */
export function completed(text: string): readonly Source[] {
  const own = filesIn(text);
  const templates = text.includes('# without templates') ? [] : own.flatMap(templatesFor);
  const all = new Map<string, string>();
  for (const { path, text: content } of [...readRepository('base'), ...templates, ...own]) all.set(path, content);
  return [...all].flatMap(([path, content]) => (content.trim() === 'absent' ? [] : [{ path, text: content }]));
}

function filesIn(text: string): readonly Source[] {
  if (!text.includes('# path: ')) return [{ path: `campaigns/${campaignIn(text)}.yaml`, text }];
  return text
    .split(/^# path: /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { path: part.slice(0, end).trim(), text: part.slice(end + 1) };
    });
}

function campaignIn(text: string): string {
  return /^campaign: *(\S+)/m.exec(text)?.[1] ?? 'unnamed';
}

function templatesFor({ path, text }: Source): readonly Source[] {
  if (!path.startsWith('campaigns/')) return [];
  const steps = [...text.matchAll(/- send: *(\S+)(?:\n +template: *(\S+))?/g)];
  return steps.map(([, id = '', template = id]) => ({
    path: `templates/${campaignIn(text)}/${template}.mjml`,
    text: plainTemplate,
  }));
}

const plainTemplate = `---
subject: Hello
preheader: A word from us
---
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-button href="https://app.northwind.example">Open it</mj-button>
        <mj-text>{{ company.name }}, {{ company.postal_address }}</mj-text>
        <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

/** `file:line:col: severity[code] message`, and the help below it. */
export function printLines(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  const lines = diagnostics.map(({ span, severity, code, message, help }) => {
    const text = sources.find(({ path }) => path === span.file)?.text ?? '';
    const { line, column } = createLineIndex(text).position(span.start);
    const advice = help === undefined ? '' : `\n  help: ${help}`;
    return `${span.file}:${line}:${column}: ${severity}[${code}] ${message}${advice}\n`;
  });
  return lines.join('');
}
