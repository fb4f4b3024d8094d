import { fileRule } from '../rule.js';

interface Form {
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Forms that secrets have and nothing else does, as their issuers document them. What only could be one is left
 * alone: a report nobody believes protects nobody.
 */
const forms: readonly Form[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/g },
  { what: 'a token of GitLab', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: 'a token of Slack', pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/g },
  { what: 'a webhook of Slack', pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/g },
  { what: 'a key of Stripe', pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{20,}/g },
  { what: 'a key of SendGrid', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/g },
  { what: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a signed token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
  // A placeholder such as ${PASSWORD} or {{ password }} is none.
  { what: 'a password in an address', pattern: /\b[a-z][a-z\d+.-]*:\/\/[^\s:/@"'<>{}$]+:[^\s:/@"'<>{}$*]{3,}@[\w-]/g },
];

/** What each of them has in it; a file with nothing of it, which is nearly every one, is read only once. */
const suspicious =
  /-----BEGIN |AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack\.com|_live_|SG\.|AIza|npm_|eyJ|:\/\/[^\s/]*@/;

const mostPerFile = 10;

/** What stands in a repository is read by everybody who ever has it. */
export const secretInFile = fileRule('C1201', ({ source: { path, text }, report }) => {
  if (!suspicious.test(text)) return;
  const found = forms.flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ what, start: index, end: index + match.length })),
  );
  for (const { what, start, end } of found.slice(0, mostPerFile)) report({ file: path, start, end }, { what });
});
