import pc from 'picocolors';
import { printLocal } from '../../runtime/engine/time/civil-time.js';
import type { CampaignSummary, ReadyLead, Summary } from '../../runtime/store/reports/summary.js';
import { printTable } from './table.js';

/** Per campaign: who entered, where they stand, what was sent and skipped, how they ended. */
export function printCampaigns(summary: Summary, color: boolean): string {
  const paint = pc.createColors(color);
  const rows = summary.campaigns.map((campaign) => [
    paint.bold(campaign.campaign),
    String(campaign.entered),
    String(campaign.inside),
    String(campaign.sent),
    String(skippedOf(campaign)),
    String(campaign.left + campaign.late),
    String(campaign.goal),
    String(campaign.finished),
  ]);
  const titles = ['campaign', 'entered', 'inside', 'sent', 'skipped', 'left', 'goal', 'finished'];
  const table = printTable(
    titles.map((title, index) => ({ title, align: index === 0 ? 'left' : 'right' })),
    rows,
  );
  const notes = summary.campaigns.flatMap((campaign) => {
    const waiting = campaign.waiting.map(({ step, leads }) => `${leads} at ${step}`);
    const skipped = campaign.skipped.map(({ detail, times }) => `${times} ${detail.replaceAll('_', ' ')}`);
    const open = [
      ...(campaign.unknown > 0 ? [`${campaign.unknown} unknown`] : []),
      ...(campaign.refused > 0 ? [`${campaign.refused} refused`] : []),
    ];
    return [
      ...(waiting.length > 0 ? [`  ${campaign.campaign}, waiting: ${waiting.join(', ')}`] : []),
      ...(skipped.length > 0 ? [`  ${campaign.campaign}, skipped: ${skipped.join(', ')}`] : []),
      ...(open.length > 0 ? [`  ${campaign.campaign}, sends: ${open.join(', ')}`] : []),
    ];
  });
  return notes.length === 0 ? table : [table, '', ...notes].join('\n');
}

export function skippedOf({ skipped }: CampaignSummary): number {
  return skipped.reduce((sum, { times }) => sum + times, 0);
}

/** The leads at or over the target, each point with the rule that gave it. */
export function printReady(ready: readonly ReadyLead[], zone: string, color: boolean): string {
  const paint = pc.createColors(color);
  return ready
    .map(({ userId, since, fit, pain, ledger }) => {
      const points = pointsByRule(ledger).map(({ name, points: sum, times }) =>
        `${name} ${sum >= 0 ? '+' : ''}${sum}${times > 1 ? ` (${times} times)` : ''}`,
      );
      const head = `${paint.bold(userId)}  ${fit + pain} = fit ${fit} + pain ${pain}, since ${printLocal(zone, since)}`;
      return `${head}\n    ${points.join(', ')}`;
    })
    .join('\n');
}

export interface RulePoints {
  readonly name: string;
  readonly points: number;
  readonly times: number;
}

/** The ledger summed by rule; adds up to the score. */
export function pointsByRule(ledger: ReadyLead['ledger']): readonly RulePoints[] {
  const sums = new Map<string, RulePoints>();
  for (const { part, rule, points } of ledger) {
    const name = `${part} ${rule}`;
    const before = sums.get(name);
    sums.set(name, { name, points: (before?.points ?? 0) + points, times: (before?.times ?? 0) + 1 });
  }
  return [...sums.values()].filter(({ points }) => points !== 0);
}
