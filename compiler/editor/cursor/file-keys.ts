import type { KeyTable } from '../../../grammar/decode/key-table.js';
import { textKindOf } from '../../../grammar/text/surface.js';
import { testsKeys } from '../../../grammar/decode/keys/test-keys.js';
import type { YamlFileKind } from '../schemas/file-schemas.js';
import { rootKeys } from '../schemas/file-schemas.js';

/** What a file of a repository holds, by its path; undefined for templates, lists and what means nothing here. */
export function fileKindAt(path: string): YamlFileKind | undefined {
  const kind = textKindOf(path);
  if (kind !== undefined) return kind;
  if (path === 'perennial.yaml') return 'workspace';
  if (!path.endsWith('.yaml')) return undefined;
  const folders = { campaigns: 'campaign', schema: 'schema', segments: 'segments', scoring: 'scoring', tests: 'tests' } as const;
  const [folder = ''] = path.split('/');
  return Object.entries(folders).find(([name]) => name === folder)?.[1];
}

/** The keys that can stand at the top of a file. */
export function topKeys(kind: YamlFileKind): KeyTable {
  return kind === 'tests' ? { ...rootKeys.tests, ...testsKeys } : rootKeys[kind];
}
