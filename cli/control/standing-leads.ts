import type { AppliedCampaign } from '../../runtime/store/releases.js';
import type { StandingLeads } from '../../runtime/store/edits/moves.js';
import { printTable } from '../print/table.js';

/** Who is inside of campaigns that change, on which steps, and what becomes of them; empty where nobody is. */
export function printStanding(campaigns: readonly AppliedCampaign[]): string {
  const rows = campaigns.flatMap(({ name, inside }) =>
    inside.map((standing) => [name, standing.step, String(standing.leads), fateOf(standing)]),
  );
  if (rows.length === 0) return '';
  const titles = [{ title: 'inside' }, { title: 'on' }, { title: 'leads', align: 'right' } as const, { title: 'what becomes of them' }];
  return printTable(titles, rows);
}

function fateOf({ fate, to, step }: StandingLeads): string {
  switch (fate) {
    case 'finish_old':
      return 'finish the campaign as it was';
    case 'adopt':
      return to === step ? 'go on with it as it is now' : `go on with it as it is now, on "${to}"`;
    case 'move_to':
      return `go on at "${to}"`;
    case 'end':
      return 'it ends for them';
  }
}

/** How many leads are moved or sent home for good. */
export function movedForGood(campaigns: readonly AppliedCampaign[]): number {
  return campaigns
    .flatMap(({ inside }) => inside)
    .filter(({ fate }) => fate === 'move_to' || fate === 'end')
    .reduce((sum, { leads }) => sum + leads, 0);
}
