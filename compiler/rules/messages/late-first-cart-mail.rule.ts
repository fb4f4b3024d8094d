import { firstCartMail, isCart } from './cart-mail.js';
import { campaignRule } from '../rule.js';

const hourMs = 3_600_000;

/** The first mail about a cart helps within the hour: later, the person has bought or forgotten (domain.md F-04, K-09). */
export const lateFirstCartMail = campaignRule('C5106', ({ campaign, flow, declared, report }) => {
  const first = firstCartMail(campaign);
  if (first === undefined || !isCart(campaign)) return;
  const send = flow.sends.find(({ step }) => step === first);
  const step = first.id.value;
  const earliestMs = flow.earliestMs(first);
  if (earliestMs !== undefined && earliestMs > hourMs) {
    const because = 'it leaves later than that';
    report((first.after ?? first.at ?? first.id).span, { step, because, help: 'Send it sooner: after: 30min.' });
    return;
  }
  if (send?.email.class !== 'marketing') return;
  const { workspace } = declared;
  const hours = declared.hours.get(send.email.hours ?? '');
  if (hours !== undefined && (hours.weekdays.length < 7 || hours.until - hours.from < 24 * 60)) {
    const because = `the hours "${hours.name.value}" can hold it back`;
    report((first.email?.hours ?? campaign.email?.hours ?? first.id).span, { step, because, help: 'Leave "hours" out for this step.' });
  } else if (workspace?.quietHours !== undefined) {
    const because = 'the quiet hours can hold it back';
    const labels = [{ span: workspace.quietHours.span, text: 'the quiet hours' }];
    const help = 'Skip it then: the campaign’s second mail comes the day after.';
    report(first.id.span, { step, because, help }, { labels });
  } else if (comesBehind(campaign.name.value, workspace?.priority.map(({ value }) => value) ?? [])) {
    const because = 'others come before it when the cap is reached';
    report(first.id.span, { step, because, help: 'Put it first in perennial.yaml: priority: [ cart ].' });
  }
});

function comesBehind(campaign: string, priority: readonly string[]): boolean {
  return priority.length > 0 && priority[0] !== 'cart' && priority[0] !== campaign && priority[0] !== 'transactional';
}
