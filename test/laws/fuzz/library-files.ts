import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Source } from '../../../grammar/span.js';

const root = fileURLToPath(new URL('../../../campaigns', import.meta.url));

/** The ready-made library, as `check` is given it. */
export function libraryFiles(): readonly Source[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|campaign|mjml|txt|csv)$/.test(entry.name) && !entry.parentPath.includes('.perennial'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}
