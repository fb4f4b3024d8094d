import type { SenderAst } from '../../../grammar/ast/workspace.js';
import type { Report } from '../../../grammar/diagnostics/code.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';

const unread = /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|nobody|devnull|unattended|mailer-daemon|bounces?)(?:[-_.+\d].*)?@/i;

/** Whoever gets a message can answer it: a person reads what comes back (domain.md K-23). */
export function checkSenders(senders: Iterable<SenderAst>, report: Report<TemplateFileCodes>): void {
  for (const { address, replyTo } of senders) {
    const answers = replyTo ?? address;
    if (answers === undefined || !unread.test(answers.value.trim())) continue;
    report('C7209', answers.span, { address: answers.value, replyTo: replyTo !== undefined });
  }
}
