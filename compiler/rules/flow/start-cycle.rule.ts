import type { AgainAst } from '../../../grammar/ast/entry.js';
import type { Located } from '../../../grammar/span.js';
import type { Flow } from '../../flow/flow.js';
import { onceFor } from '../../once-for.js';
import type { CampaignView } from '../rule.js';
import { projectRule } from '../rule.js';

interface Start {
  readonly to: string;
  readonly step: Located<string>;
}

/**
 * Campaigns that start one another keep a lead for ever, at the speed of the machine.
 *
 * Only where each lets the lead in again at once: `never` ends the circle after one round, and `after 90d` makes it
 * a rhythm that somebody meant.
 */
export const startCycle = projectRule('C4114', ({ campaigns, report }) => {
  const starts = new Map(campaigns.map((view) => [view.campaign.name.value, startsOf(view.flow)]));
  const open = new Set(campaigns.filter(letsInAtOnce).map(({ campaign }) => campaign.name.value));
  const seen = new Set<string>();
  for (const first of starts.keys()) {
    if (seen.has(first)) continue;
    const cycle = cycleFrom(first, (name) => (starts.get(name) ?? []).filter(({ to }) => open.has(to)));
    if (cycle === undefined) continue;
    for (const { to } of cycle) seen.add(to);
    const last = cycle.at(-1);
    if (last === undefined) continue;
    const labels = cycle.slice(0, -1).map(({ step, to }) => ({ span: step.span, text: `starts "${to}"` }));
    report(last.step.span, { campaigns: [first, ...cycle.slice(0, -1).map(({ to }) => to)] }, { labels });
  }
});

const startsOf = onceFor(({ steps }: Flow): readonly Start[] =>
  steps.flatMap((step) => (step.kind === 'start' ? [{ to: (step.campaign ?? step.id).value, step: step.id }] : [])),
);

function letsInAtOnce({ campaign: { enter } }: CampaignView): boolean {
  return enter.some((entry) => entry.kind === 'on' && entry.event.value === 'started' && atOnce(entry.again));
}

/** A key of its own for each start lets in as well as none does. */
function atOnce(again: AgainAst | undefined): boolean {
  return again?.kind === 'always';
}

/** The starts of the shortest way from a campaign back to itself. */
function cycleFrom(first: string, startsFrom: (name: string) => readonly Start[]): readonly Start[] | undefined {
  const ways: (readonly Start[])[] = startsFrom(first).map((start) => [start]);
  const reached = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const at = way.at(-1)?.to ?? first;
    if (at === first) return way;
    if (reached.has(at)) continue;
    reached.add(at);
    for (const start of startsFrom(at)) ways.push([...way, start]);
  }
  return undefined;
}
