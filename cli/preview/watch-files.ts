import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const watched = ['perennial.yaml', 'schema', 'segments', 'campaigns', 'templates', 'assets'];

/**
 * Calls `changed` when a file of the repository was saved, added or taken away since; looks every `everyMs`.
 *
 * Looking beats listening here: editors write by renaming, and folders that are mounted tell nothing.
 */
export async function watchFiles(root: string, everyMs: number, changed: () => void): Promise<{ stop(): void }> {
  let before = await stateOf(root);
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const now = await stateOf(root);
    busy = false;
    if (before !== now) changed();
    before = now;
  };
  const timer = setInterval(() => void look(), everyMs);
  return { stop: () => clearInterval(timer) };
}

/** Names, sizes and times of all files; what vanishes while it is read counts as gone. */
async function stateOf(root: string): Promise<string> {
  const lines: string[] = [];
  const visit = async (path: string): Promise<void> => {
    try {
      const { size, mtimeMs } = await stat(path);
      const below = await readdir(path).catch(() => undefined);
      if (below === undefined) lines.push(`${path} ${size} ${mtimeMs}`);
      else for (const name of below) await visit(join(path, name));
    } catch {
      // Gone, or never there.
    }
  };
  for (const name of watched) await visit(join(root, name));
  return lines.sort().join('\n');
}
