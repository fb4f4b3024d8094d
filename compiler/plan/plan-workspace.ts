import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { DkimAst, LinksAst, PaceAst, RetentionAst, WorkspaceAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Located } from '../../grammar/span.js';
import type { Declared } from '../names/declared.js';
import type { DkimPlan, PacePlan, Scalar, WorkspacePlan } from './ir.js';
import { planSchema } from './plan-schema.js';
import { planScoring } from './plan-scoring.js';

/** What all campaigns share, checked without errors. */
export function planWorkspace(
  workspace: WorkspaceAst,
  declared: Declared,
  scoring: ScoringAst | undefined,
): WorkspacePlan {
  return {
    dsl: 1,
    company: workspace.company?.value ?? '',
    postalAddress: workspace.postalAddress?.value ?? '',
    zone: workspace.zone?.value ?? 'UTC',
    caps: workspace.caps.map(({ count, window }) => ({ count: count.value, windowMs: rollingMs(window.value) })),
    overCapDeferMs: workspace.overCap?.defer === undefined ? 0 : rollingMs(workspace.overCap.defer.value),
    hours: planned(declared.hours, ({ weekdays, from, until }) => ({ weekdays, from, until })),
    topics: planned(declared.topics, ({ name, title, opt }) => ({
      title: title?.value ?? name.value,
      // Unsaid means the stricter of the two: mailed only after consent.
      opt: opt?.value ?? 'in',
    })),
    senders: planned(declared.senders, ({ name, address, label, replyTo }) => ({
      address: address?.value ?? '',
      label: label?.value ?? name.value,
      ...(replyTo === undefined ? {} : { replyTo: replyTo.value }),
    })),
    ...sendingOf(workspace),
    ...companyOf(workspace, declared),
    schema: planSchema(declared),
    ...(scoring === undefined ? {} : { scoring: planScoring(scoring, declared) }),
  };
}

type Sending = Pick<WorkspacePlan, 'quietHours' | 'holidays' | 'priority' | 'holdout' | 'links' | 'retention' | 'dkim' | 'pace'>;

/** What decides when and what is sent; nothing of it is there unless it was said. */
function sendingOf({ quietHours, holidays, priority, holdout, links, retention, dkim, pace }: WorkspaceAst): Sending {
  return {
    ...(quietHours === undefined ? {} : { quietHours: { from: quietHours.from, until: quietHours.until } }),
    ...(holidays.length === 0
      ? {}
      : {
          holidays: Object.fromEntries(
            holidays.map(({ name, dates }) => [name.value, dates.map(({ value }) => value)] as const),
          ),
        }),
    ...(priority.length === 0 ? {} : { priority: priority.map(({ value }) => value) }),
    ...(holdout === undefined ? {} : { holdout: holdout.value }),
    ...(links === undefined ? {} : { links: linksOf(links) }),
    ...(retention === undefined ? {} : { retention: retentionOf(retention) }),
    ...(dkim === undefined ? {} : { dkim: dkim.map(dkimOf) }),
    ...(pace === undefined ? {} : { pace: pace.map(paceOf) }),
  };
}

function linksOf({ domain, assets, opens, utm }: LinksAst): Exclude<WorkspacePlan['links'], undefined> {
  return {
    ...(domain === undefined ? {} : { domain: domain.value }),
    ...(assets === undefined ? {} : { assets: assets.value }),
    // Opens say little and cost the reader's privacy, so nobody counts them by accident.
    opens: opens?.value ?? false,
    utm: valuesOf(utm),
  };
}

function dkimOf({ domain, selector, secret }: DkimAst): DkimPlan {
  return { domain: (domain?.value ?? '').toLowerCase(), selector: selector?.value ?? '', secret: secret?.value ?? '' };
}

function paceOf({ to, perMinute, atOnce }: PaceAst): PacePlan {
  return {
    to: (to?.value ?? '').toLowerCase(),
    ...(perMinute === undefined ? {} : { perMinute: perMinute.value }),
    ...(atOnce === undefined ? {} : { atOnce: atOnce.value }),
  };
}

function retentionOf({ events, leads, messages }: RetentionAst): Exclude<WorkspacePlan['retention'], undefined> {
  return {
    ...(events === undefined ? {} : { eventsMs: rollingMs(events.value) }),
    ...(leads === undefined ? {} : { leadsMs: rollingMs(leads.value) }),
    ...(messages === undefined ? {} : { messagesMs: rollingMs(messages.value) }),
  };
}

type Company = Pick<WorkspacePlan, 'channels' | 'sdr' | 'environments' | 'plugins'>;

function companyOf({ sdr, plugins }: WorkspaceAst, { channels, environments }: Declared): Company {
  return {
    ...(channels.size === 0
      ? {}
      : {
          channels: planned(channels, ({ name, kind, settings }) => ({
            kind: kind?.value ?? name.value,
            settings: Object.fromEntries(settings.map(({ key, value }) => [key.value, value.value])),
          })),
        }),
    ...(sdr === undefined
      ? {}
      : {
          sdr: {
            ...(sdr.capacity === undefined ? {} : { capacity: sdr.capacity.value }),
            ...(sdr.response === undefined ? {} : { responseMs: rollingMs(sdr.response.value) }),
          },
        }),
    ...(environments.size === 0
      ? {}
      : {
          environments: planned(environments, ({ allow }) =>
            allow === undefined ? {} : { allow: allow.map(({ value }) => value) },
          ),
        }),
    ...(plugins.length === 0 ? {} : { plugins: plugins.map(({ value }) => value) }),
  };
}

function valuesOf(values: ReadonlyMap<string, Located<Scalar>>): Readonly<Record<string, Scalar>> {
  return Object.fromEntries([...values].map(([name, { value }]) => [name, value]));
}

function planned<Ast, Plan>(
  declared: ReadonlyMap<string, Ast>,
  plan: (ast: Ast) => Plan,
): Readonly<Record<string, Plan>> {
  return Object.fromEntries([...declared].map(([name, ast]) => [name, plan(ast)]));
}
