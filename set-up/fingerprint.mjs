import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot } from './root.mjs';

/** One hash over the content of files and folders, named from the checkout's root. */
export function fingerprint(names, counts = () => true) {
  const hash = createHash('sha256').update(process.version);
  for (const file of names.flatMap((name) => filesBelow(inRoot(name))).filter(counts)) {
    hash.update(`${relative(inRoot(), file)}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** A marker says which fingerprint a step was last done for. */
export function isUpToDate(marker, value) {
  return existsSync(marker) && readFileSync(marker, 'utf8') === value;
}

export function mark(marker, value) {
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, value);
}

/** Every file at or below a path, in a stable order; none when nothing is there. */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .filter((name) => name !== 'node_modules' && name !== '.perennial')
    .flatMap((name) => filesBelow(join(path, name)));
}
