import type { Release } from '../../compiler/plan/ir.js';
import { releaseTurn } from '../../runtime/service/loops/release-loop.js';
import { sweepAll, workDueOf } from '../../runtime/service/loops/due-loop.js';
import { applyRelease } from '../../runtime/store/releases.js';
import { readRepository } from '../compiler/fixture.js';
import { checkWhole, indented } from '../compiler/whole-repository.js';
import type { LeadWorld } from '../runtime/leads/lead-world.js';
import { createWorld } from '../runtime/leads/lead-world.js';
import type { TestDatabase } from '../runtime/store/test-database.js';

// Campaigns as people write them, on a real store; what workers do is done here, moment by moment.

export interface Written {
  readonly name?: string;
  readonly kind?: string;
  /** Lines of the campaign's own keys. */
  readonly keys?: string;
  readonly email?: string;
  /** The list under `enter:`. */
  readonly enter?: string;
  /** The list under `steps:`. */
  readonly steps?: string;
}

/** One file of a campaign, behind its `# path: …`. */
export function campaign({
  name = 'welcome',
  kind = 'relationship',
  keys = '',
  email = 'topic product-tips from onboarding',
  enter = '- on: signed_up',
  steps = '- send: hello',
}: Written): string {
  return `# path: campaigns/${name}.yaml
campaign: ${name}
title: ${name}
kind: ${kind}
stage: lead
owner: growth
${keys === '' ? '' : `${keys}\n`}enter:
${indented(enter)}
goal: activated within 90d
email: ${email}
steps:
${indented(steps)}
`;
}

/** `perennial.yaml` with these lines in place of its caps. */
export function workspace(lines: string): string {
  const base = readRepository('base').find(({ path }) => path === 'perennial.yaml')?.text ?? '';
  const rest = base.replace(/^caps:\n( .*\n)+/m, '').replace(/^over_cap:.*\n/m, '');
  return `# path: perennial.yaml\n${rest}${lines}\n`;
}

/** @throws with what `check` says where the files have errors */
export async function compiled(...files: readonly string[]): Promise<Release> {
  const { release, diagnostics } = await checkWhole(files.join(''));
  if (release === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const named = new Set(files.flatMap((file) => [...file.matchAll(/^campaign: (\S+)$/gm)].map(([, name]) => name)));
  return { ...release, campaigns: release.campaigns.filter(({ plan }) => named.has(plan.campaign)) };
}

export interface Play extends LeadWorld {
  /** The lead becomes known and signs up. */
  signUp(...users: readonly string[]): Promise<void>;
  apply(release: Release): Promise<void>;
  /** Goes from due moment to due moment up to `until`, and does at each what workers would. */
  walk(until: number): Promise<void>;
  /** What left so far, in order: `ada hello`, with the moment in epoch ms. */
  sent(): Promise<readonly Sent[]>;
  /** What was decided about a lead, in order: `hello skipped unsubscribed`. */
  told(user: string): Promise<readonly string[]>;
}

export interface Sent {
  readonly what: string;
  readonly at: number;
}

export async function playOf(database: TestDatabase, release: Release): Promise<Play> {
  const world = await createWorld(database, release);
  const { db } = database;

  const settle = async (): Promise<void> => {
    for (let busy = true; busy; ) {
      await world.absorb();
      busy = false;
      for (const { id } of await world.rows<{ id: string }>(
        `select id from enrolments where ending is null and (awake or resting_until <= ${world.clock.now()}) order by entered_at, lead_id, campaign`,
      )) {
        const next = await world.advance(id);
        if (next.kind === 'deliver') await world.deliver(next.sendKey);
        busy ||= next.kind !== 'wait';
      }
    }
  };
  const enter = async (): Promise<void> => {
    await sweepAll(world.desk);
    const leads = await world.rows<{ lead: number }>('select id as lead from leads');
    await workDueOf(world.desk, leads.map(({ lead }) => ({ lead, at: world.clock.now() })));
  };

  return {
    ...world,
    async signUp(...users) {
      for (const user of users) {
        await world.identify(user, { email: `${user}@${user}.example`, plan: 'trial' });
        await world.say(user, 'signed_up', { plan: 'trial' });
      }
      await world.absorb();
    },
    async apply(next) {
      await applyRelease(db, next, world.clock.now());
    },
    async walk(until) {
      for (;;) {
        await enter();
        await releaseTurn({ db, clock: world.clock });
        await settle();
        const [{ next } = { next: null }] = await world.rows<{ next: number | null }>(
          `select min(at) as next from (
             select min(resting_until) as at from enrolments where ending is null and not awake
             union all select min(due_at) from entry_watches) as rests where at > ${world.clock.now()}`,
        );
        if (next === null || next > until) break;
        world.clock.moveTo(next);
      }
      world.clock.moveTo(Math.max(until, world.clock.now()));
    },
    sent: () =>
      world.rows<{ what: string; at: number }>(
        `select l.user_id || ' ' || c.step as what, c.settled_at as at from claims c join leads l on l.id = c.lead_id
         where c.state = 'sent' order by c.settled_at, 1`,
      ),
    async told(user) {
      const rows = await world.rows<{ said: string }>(
        `select concat_ws(' ', d.step, d.code, d.detail) as said from decisions d join leads l on l.id = d.lead_id
         where l.user_id = '${user}' order by d.id`,
      );
      return rows.map(({ said }) => said);
    },
  };
}
