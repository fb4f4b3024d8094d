/**
 * What a message is for: reports count its results by it (domain.md N-14: interest, answers,
 * education, trust, need; the kinds of section 6 for the rest).
 */
export const purposes = [
  'interest', 'answer', 'education', 'need', 'trust', 'proof', 'activation', 'reminder', 'notice', 'offer', 'service',
  'feedback', 'greeting', 'invitation', 'apology', 'confirmation',
] as const;

/** What a piece of content is, so that assets of one type can be compared (domain.md M-08). */
export const assetTypes = [
  'article', 'calculator', 'case-study', 'checklist', 'demo', 'documentation', 'e-book', 'event', 'guide', 'report',
  'research', 'template', 'tutorial', 'video', 'webinar', 'white-paper',
] as const;

/** The first of the known words that it is. */
export function knownWord<const Word extends string>(word: string, known: readonly Word[]): Word | undefined {
  return known.find((one) => one === word);
}
