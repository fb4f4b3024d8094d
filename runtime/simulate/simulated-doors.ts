import type { Plan, WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Way } from '../../compiler/plan/ways.js';
import { changeOf, interestsOf, wayOf, waysOf } from '../../compiler/plan/ways.js';
import type { EntryFacts } from '../engine/enter.js';
import { beginWatch, takeDue } from '../engine/entries/at-due.js';
import { audienceWays, enterOn, hear } from '../engine/entries/at-event.js';
import { isMember, watchMoment } from '../engine/entries/at-moment.js';
import { askTurn } from '../engine/entries/at-turn.js';
import type { Arrival, Turnout, Watch } from '../engine/entries/watch.js';
import { afterTurnout } from '../engine/entries/watch.js';
import type { PastEvent } from '../engine/types.js';

/** What changed about the lead with an event, or without one. */
export interface SimulatedNews {
  readonly at: number;
  readonly event?: string;
  /** Attributes with their values before. */
  readonly attributes: ReadonlyMap<string, unknown>;
  /** Attributes of its account, likewise. */
  readonly account: ReadonlyMap<string, unknown>;
  /** Whether a message left. */
  readonly sent: boolean;
  readonly score: boolean;
}

/** The ways into one campaign for one lead, in virtual time; each answers who comes in. */
export interface SimulatedDoors {
  /** The campaign is in force from `at` (epoch ms) on, and the lead is there. */
  launch(facts: EntryFacts, at: number): void;
  hear(event: PastEvent, facts: EntryFacts): Arrival | undefined;
  ask(news: SimulatedNews, facts: () => EntryFacts): Arrival | undefined;
  /** Epoch ms. */
  dueAt(): number | undefined;
  takeDue(facts: EntryFacts): Arrival | undefined;
}

/** Of a rhythm one round is played behind the last event, at `lastAt` (epoch ms): it would go on for ever. */
export function createSimulatedDoors(plan: Plan, workspace: WorkspacePlan, lastAt: number): SimulatedDoors {
  let watches: readonly Watch[] = [];
  const { campaign } = plan;
  const follow = (turnout: Turnout): Arrival | undefined => {
    watches = afterTurnout(watches, turnout);
    return turnout.arrival;
  };
  const first = (): Watch | undefined =>
    watches.filter(({ dueAt }) => dueAt !== null).sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0))[0];

  const heard = (event: PastEvent, facts: EntryFacts): Arrival | undefined => {
    const arrival = follow(hear(plan, event, facts, watches));
    if (arrival !== undefined) return arrival;
    const way = audienceWays(plan, event).find(({ to }) => isMember(campaign, to, facts, event.at));
    return way === undefined ? undefined : enterOn(campaign, way, event, event.at, facts).arrival;
  };

  const asked = (way: Way, at: number, facts: EntryFacts): Arrival | undefined => {
    const watch = watches.find((one) => one.way === way.id);
    if (way.kind === 'turn' && watch !== undefined) return follow(askTurn(campaign, way, watch, facts, at));
    if (way.kind !== 'date') return undefined;
    const next = watchMoment(campaign, way, facts, at, workspace, false);
    return follow({ put: next === undefined ? [] : [next], drop: next === undefined && watch !== undefined ? [watch] : [] });
  };

  return {
    launch(facts, at) {
      watches = waysOf(plan).flatMap((way) => beginWatch(plan, way, facts, { at, isNew: false, workspace }) ?? []);
    },
    hear: heard,
    ask({ at, event, attributes, account, sent, score }, facts) {
      const { lead, account: ofLead } = facts();
      const changed = [
        ...[...attributes].map(([name, before]) => ({ name: changeOf('lead', name), before, after: lead.attributes[name] })),
        ...[...account].map(([name, before]) => ({ name: changeOf('account', name), before, after: ofLead?.attributes[name] })),
      ];
      for (const { name, before, after } of changed) {
        const properties = { ...(before === undefined ? {} : { old: before }), ...(after === undefined ? {} : { new: after }) };
        const arrival = heard({ seq: at, name, at, properties }, facts());
        if (arrival !== undefined) return arrival;
      }
      for (const way of waysOf(plan)) {
        if (way.kind === 'event') continue;
        const interests = interestsOf(way);
        const isMeant =
          (event !== undefined && interests.events.includes(event)) ||
          interests.attributes.some((name) => attributes.has(name)) ||
          interests.account?.some((name) => account.has(name)) === true ||
          (sent && way.kind === 'turn') ||
          (score && interests.score);
        const arrival = isMeant ? asked(way, at, facts()) : undefined;
        if (arrival !== undefined) return arrival;
      }
      return undefined;
    },
    dueAt: () => first()?.dueAt ?? undefined,
    takeDue(facts) {
      const watch = first();
      if (watch === undefined || watch.dueAt === null) return undefined;
      const turnout = takeDue(plan, watch, facts, { at: watch.dueAt, lookedAt: watch.dueAt, workspace });
      const isOver = watch.dueAt > lastAt && wayOf(plan, watch.way)?.kind === 'date';
      return follow(isOver ? { ...turnout, put: turnout.put.filter(({ round }) => round === watch.round), drop: [...turnout.drop, watch] } : turnout);
    },
  };
}
