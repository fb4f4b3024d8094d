import type { CampaignAst, PlaylistAst } from '../../../grammar/ast/campaign.js';
import type { LeaveAst } from '../../../grammar/ast/entry.js';
import type { CompilerReport } from '../../diagnostics/compiler-codes.js';
import type { Declared } from '../../names/declared.js';
import { knownEvent } from '../../names/known-event.js';
import { unreachable } from '../../plan/ir.js';
import { checkEntry } from './check-entries.js';
import { checkSteps } from './check-steps.js';
import { checkVariants } from './check-variants.js';
import { guards } from '../guards.js';
import type { Scope } from '../scope.js';
import { campaignScope, underTest, withGuards } from '../scope.js';
import { checkCondition } from '../type-of.js';

/** Every expression of a campaign, at the place where it stands. */
export function checkCampaignTypes(campaign: CampaignAst, declared: Declared, report: CompilerReport): void {
  const scope = campaignScope(declared, campaign, report);
  for (const entry of campaign.enter) checkEntry(entry, scope);
  for (const leave of campaign.leave) checkLeave(leave, scope);
  const { goal, variants } = campaign;
  if (goal !== undefined && knownEvent(goal.event, declared, report) && goal.where !== undefined) {
    checkCondition(goal.where, underTest(scope, goal.event.value), '"where"');
  }
  const inside = withGuards(scope, [...keptOut(campaign), ...entryGuards(campaign)]);
  if (variants !== undefined) checkVariants(variants, inside);
  for (const playlist of campaign.playlists) checkPlaylist(playlist, inside);
  checkSteps(campaign.steps, inside);
}

/** A lead for whom a leave holds is gone, so whoever is still here has what it asks for. */
function keptOut({ leave }: CampaignAst): readonly string[] {
  return leave.flatMap((way) => (way.kind === 'when' ? [...guards(way.when, false, true)] : []));
}

/** What every way in asked of its event stays so: an event that has come does not change. */
function entryGuards({ enter }: CampaignAst): readonly string[] {
  const asked = enter.map((entry) => {
    const keys = entry.kind === 'on' && entry.where !== undefined ? [...guards(entry.where, true, false)] : [];
    return keys.flatMap((key) => (key.startsWith('event.') ? [`entry.${key.slice('event.'.length)}`] : []));
  });
  const [first, ...others] = asked;
  return (first ?? []).filter((key) => others.every((keys) => keys.includes(key)));
}

function checkLeave(leave: LeaveAst, scope: Scope): void {
  switch (leave.kind) {
    case 'on':
      if (!knownEvent(leave.event, scope.declared, scope.report)) return;
      if (leave.where !== undefined) checkCondition(leave.where, underTest(scope, leave.event.value), '"where"');
      return;
    case 'when':
      checkCondition(leave.when, scope, '"when"');
      return;
    default:
      unreachable(leave);
  }
}

function checkPlaylist({ items }: PlaylistAst, scope: Scope): void {
  for (const { when } of items) if (when !== undefined) checkCondition(when, scope, '"when"');
}
