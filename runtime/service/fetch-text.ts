const limitMs = 5_000;
const mostCharacters = 64 * 1024;

/** A small text over HTTPS; follows no redirect. @throws when it is not to be had */
export async function fetchText(address: string): Promise<string> {
  const reply = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(limitMs) });
  if (!reply.ok) throw new Error(`the answer was ${reply.status}`);
  const text = await reply.text();
  if (text.length > mostCharacters) throw new Error('the answer is too large');
  return text;
}
