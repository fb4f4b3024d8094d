/**
 * Where a plug-in of perennial.yaml lies, from the repository's root: `@acme/slack` among the
 * installed packages, `./plugins/slack` in the repository or beside it.
 */
export function pluginFolder(name: string): string {
  if (!name.startsWith('.')) return `node_modules/${name}`;
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Names that npm would take, and folders; anything else would lead a reader astray. */
export function isPluginName(name: string): boolean {
  return /^(?:@[a-z0-9][\w.~-]*\/)?[a-z0-9][\w.~-]*$/i.test(name) || /^\.{1,2}(?:\/[^/\\\0]+)+\/?$/.test(name);
}
