import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The repository's own secret of that name: made once, kept in `.perennial` (0600), because links
 * in mails that were sent must work for years.
 */
export function localSecret(repository: string, name: string): string {
  const file = join(repository, '.perennial', name);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(join(repository, '.perennial'), { recursive: true });
  const secret = randomBytes(24).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
