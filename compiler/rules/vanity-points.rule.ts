import { scoringRule } from './rule.js';

/** Opens, clicks and forwards cost no time and are inflated by machines; a written reply is allowed. */
const vanityEvent = /^(e?mail|message|newsletter|link)s?_?(was_|were_)?(open|opened|click|clicked|forward|forwarded|delivered)$|^(opened|clicked|forwarded)(_.*)?$/;

const pageView = /^(page|screen|site)s?_?(view|viewed|visit|visited)$|^(viewed|visited)_(page|site|screen)$/;

/** No points for trivial acts (domain.md S-12): record them, never score them. */
export const vanityPoints = scoringRule('C8101', ({ scoring, report }) => {
  for (const { name, event, points, where } of scoring.pain) {
    if (points.value <= 0) continue;
    const generic = pageView.test(event.value) && where === undefined;
    if (generic || vanityEvent.test(event.value)) {
      report(event.span, { factor: name.value, event: event.value, generic });
    }
  }
});
