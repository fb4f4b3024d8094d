import { quotedList } from '../../grammar/did-you-mean.js';
import { code } from '../../grammar/diagnostics/code.js';

/** C09xx: comments that allow what would be reported. */
export const suppressionCodes = {
  C0901: code<{ comment: string; missing: 'what' | 'why'; example: string }>({
    rule: 'allow-without-reason',
    severity: 'error',
    summary: 'an exception without a reason',
    message: ({ comment, missing }) => `"${comment}" does not say ${missing}.`,
    help: ({ example }) => `Write "perennial: ${example} because …" with the reason behind it; one code a comment.`,
  }),
  C0902: code<{ word: string; near: readonly string[] }>({
    rule: 'allow-of-unknown-code',
    severity: 'error',
    summary: 'an exception from a rule that does not exist',
    message: ({ word }) => `There is no rule "${word}".`,
    help: ({ near }) =>
      near.length > 0
        ? `Did you mean ${quotedList(near)}?`
        : 'Write the code as the report has it, such as C4106, or the name of its rule.',
  }),
  C0903: code<{ code: string; summary: string }>({
    rule: 'allow-of-an-error',
    severity: 'error',
    summary: 'an exception from an error',
    message: (at) => `${at.code} (${at.summary}) cannot be allowed.`,
    help: () => 'Only warnings about campaigns can: mend what is reported, and remove this comment.',
  }),
  C0904: code<{ code: string; misplaced: boolean }>({
    rule: 'allow-of-nothing',
    severity: 'warning',
    summary: 'an exception that nothing needs',
    message: (at) =>
      at.misplaced
        ? '"allow-file" counts only above the first line of a file.'
        : `${at.code} is not reported where this comment allows it.`,
    help: ({ misplaced }) => (misplaced ? 'Move it there, or write "allow" for the line below.' : 'Remove it.'),
  }),
};
