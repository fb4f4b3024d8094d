import { scoringRule } from '../rule.js';

/** No points for trivial acts (domain.md S-12): record them, never score them. */
export const vanityPoints = scoringRule('C8101', ({ scoring, declared, report }) => {
  for (const { name, event, points, where } of scoring.pain) {
    if (points.value <= 0) continue;
    const generic = isPageView(event.value) && where === undefined;
    const inProduct = declared.events.get(event.value)?.ast.product?.value === true;
    if (generic || (isMailReaction(event.value) && !inProduct)) {
      report(event.span, { factor: name.value, event: event.value, generic });
    }
  }
});

/** Opens, clicks and forwards, which machines inflate; a written reply is allowed. */
function isMailReaction(event: string): boolean {
  return (
    hasWord(event, /^(e?mails?|newsletters?|messages?|links?|campaigns?)$/) &&
    hasWord(event, /^(opens?|opened|clicks?|clicked|forwards?|forwarded|delivered)$/)
  );
}

/** A visit to some page: what a link in a mail can bring about without a person. */
export function isPageView(event: string): boolean {
  return hasWord(event, /^(pages?|screens?|sites?)$/) && hasWord(event, /^(views?|viewed|visits?|visited)$/);
}

function hasWord(event: string, word: RegExp): boolean {
  return event.split('_').some((part) => word.test(part));
}
