import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { learn } from '../../../compiler/editor/knowledge.js';
import type { Knowledge } from '../../../compiler/editor/knowledge.js';
import type { Source } from '../../../grammar/span.js';

const root = fileURLToPath(new URL('../../../examples/saas', import.meta.url));

export const saas: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:yaml|mjml|txt)$/.test(path) && !path.includes('.perennial'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }));

/** The repository with one file as it is being typed; `‸` is the cursor. */
export function typing(path: string, marked: string): { readonly knowledge: Knowledge; readonly offset: number } {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return { knowledge: learn([...saas.filter((source) => source.path !== path), { path, text }]), offset };
}
