/**
 * Whether a program wrote the mail: an absence note, a receipt, a list. RFC 3834 has a header for it,
 * which many do not set; the others are what they set instead.
 */
export function isAutoReply(header: (name: string) => string | undefined, subject: string): boolean {
  const submitted = header('auto-submitted')?.toLowerCase();
  if (submitted !== undefined && !submitted.startsWith('no')) return true;
  if (/^\s*(?:bulk|auto_reply|junk|list)\b/i.test(header('precedence') ?? '')) return true;
  if (autoHeaders.some((name) => header(name) !== undefined)) return true;
  // A mail without a sender asks that nobody answers: no person writes one (RFC 3834, 3.3).
  if (header('return-path')?.trim() === '<>') return true;
  return /^\s*(?:automatic reply|auto[- ]?reply|out of (?:the )?office|abwesenheit|automatische antwort|réponse automatique|respuesta automática)\b/i.test(subject);
}

const autoHeaders = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'list-id', 'list-unsubscribe', 'feedback-id'];
