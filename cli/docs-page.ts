import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** The docs page of a code, as Markdown; undefined in a package without docs. */
export function docsPage(code: string): string | undefined {
  try {
    return readFileSync(join(packageRoot(), 'docs', 'rules', `${code}.md`), 'utf8');
  } catch {
    return undefined;
  }
}
