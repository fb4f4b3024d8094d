/**
 * The key of one of our messages in a header or in an answer of a provider: Message-IDs have the form
 * `<key@domain>`. Undefined where there is none; of several the last, which is the message answered.
 */
export function sendKeyIn(text: string | undefined): string | undefined {
  return text?.match(/(?<![0-9a-f])[0-9a-f]{40}(?=@)/g)?.at(-1);
}

/** The envelope sender of one message, so that its bounce names it: `bounces+<key>@domain` (VERP). */
export function bounceAddress(mailbox: string, messageId: string): string {
  const at = mailbox.lastIndexOf('@');
  const key = sendKeyIn(messageId);
  return key === undefined || at < 1 ? mailbox : `${mailbox.slice(0, at)}+${key}${mailbox.slice(at)}`;
}

/** The key in an address that `bounceAddress` made; servers may change capitals on the way. */
export function sendKeyOfBounceAddress(address: string): string | undefined {
  return /\+([0-9a-f]{40})@/.exec(address.toLowerCase())?.[1];
}
