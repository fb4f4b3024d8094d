const hidden = '[hidden]';
/** What the parts of the program call a person, and what is said to one. */
const personal = new Set(
  ['email', 'phone', 'name', 'firstname', 'lastname', 'userid', 'anonymousid', 'lead', 'leadid', 'to', 'recipient', 'rcpt', 'address', 'subject', 'html', 'text', 'body', 'traits', 'attributes', 'properties', 'detail', 'where', 'parameters', 'response'],
);
const addresses = /[^\s<>"'(),;:=]+@[^\s<>"'(),;]+/g;
/** PostgreSQL quotes the values it stumbles over, and mail servers the mailbox. */
const quoted = /\((?:user_id|email|address|lead_id|key)[^)]*\)=\([^)]*\)/gi;
const deepest = 6;

/** A text of our own or of a server without the addresses and the stored values it quotes. */
export function textWithoutPersons(text: string): string {
  return text.replace(quoted, hidden).replace(addresses, hidden);
}

/**
 * What is logged beside a text, without what names a person: whole fields by their name, and addresses in
 * every text, at any depth. Errors become their name and their words.
 */
export function withoutPersons(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textWithoutPersons(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return hidden;
  if (value instanceof Error) return { error: value.name, message: textWithoutPersons(value.message) };
  if (Array.isArray(value)) return value.map((one: unknown) => withoutPersons(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      textWithoutPersons(key),
      personal.has(key.toLowerCase().replaceAll(/[_-]/g, '')) ? hidden : withoutPersons(one, depth + 1),
    ]),
  );
}
