/**
 * Groups of `Name: value` lines with empty lines between them, as delivery reports and feedback
 * reports have them; names in lower case, folded lines joined, of a name told twice the first.
 */
export function fieldGroups(text: string): readonly ReadonlyMap<string, string>[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .filter(({ size }) => size > 0);
}

function fieldsOf(group: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of group.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** `rfc822; ada@example.com` and `smtp; 550 5.1.1 …` without what kind they are of. */
export function typedValue(value: string | undefined): string | undefined {
  return value?.replace(/^[\w.-]+\s*;\s*/, '');
}
