import { asksOf } from '../../compiler/plan/asks.js';
import { contentHash, planHash } from '../../compiler/plan/content-hash.js';
import type { MessageContent, Plan, PlanContent, Release, WorkspacePlan } from '../../compiler/plan/ir.js';
import { launchWays } from './entering/due-entries.js';
import { statement } from './database.js';
import type { Database, Queries } from './database.js';
import type { Control, ControlRow } from './edits/controls.js';
import type { PlannedMoves, StandingLeads } from './edits/moves.js';
import { installMoves, planMoves } from './edits/moves.js';
import type { NameRows, Names } from './edits/names.js';
import { namesOf, namesSql, presentCampaign, presentStep, renameCampaign, renameSteps, takeStepNames, withRenames } from './edits/names.js';
import { applyLists } from './facts/lists.js';
import { inTransaction } from './transaction.js';
import type { Transaction } from './transaction.js';

export type CampaignChange = 'new' | 'changed' | 'content' | 'same' | 'retired' | 'renamed';

export interface Applied {
  /** By name; `changed` is the structure, `content` the messages alone. */
  readonly campaigns: readonly AppliedCampaign[];
}

export interface AppliedCampaign {
  readonly name: string;
  readonly change: CampaignChange;
  /** Its former name, where `change` is `renamed`. */
  readonly was?: string;
  /** Leads on older plans by the step they stand on, and what becomes of them. */
  readonly inside: readonly StandingLeads[];
}

/**
 * Installs a release in one transaction. Plans and contents are kept by their hashes and never
 * change; who is inside stays on the plan it entered with. A campaign that the release lacks
 * takes nobody in any more.
 *
 * `now` is epoch ms.
 */
export async function applyRelease(db: Database, release: Release, now: number): Promise<Applied> {
  return inTransaction(db, async (tx) => {
    tx.send(lockApply);
    const { campaigns, gone } = await compare(tx, release);
    for (const { name, was, plan } of campaigns) {
      if (was !== undefined) renameCampaign(tx, was, name);
      if (plan.renamed !== undefined) renameSteps(tx, name, plan.renamed);
      takeStepNames(tx, name, plan.steps.map(({ id }) => id));
    }
    install(tx, campaigns, now);
    await applyLists(tx, release.lists ?? [], now);
    for (const { moves, plan_hash } of campaigns) installMoves(tx, moves, plan_hash);
    for (const { name, plan, change } of campaigns) if (plan.rollout !== undefined && change !== 'same') tx.send(beginRollout, [name, now]);
    tx.send(retire, [gone, now]);
    launchWays(tx, campaigns, now);
    const changed = gone.length > 0 || campaigns.some(({ change }) => change !== 'same');
    tx.send(installWorkspace, [JSON.stringify(release.workspace), now, changed]);
    return inOrder(campaigns, gone);
  });
}

/** What `applyRelease` would change; changes nothing. */
export async function compareRelease(db: Database, release: Release): Promise<Applied> {
  const { campaigns, gone } = await compare(db, release);
  return inOrder(campaigns, gone);
}

async function compare(queries: Queries, release: Release) {
  const before = new Map((await queries.query(readCampaigns)).map((row) => [row.name, row]));
  const [known] = await queries.query(readNames);
  const names = withRenames(namesOf(known ?? { former_campaigns: null, former_steps: null }), release.campaigns.map(({ plan }) => plan));
  const campaigns: Installed[] = [];
  for (const { plan, content } of release.campaigns) {
    const name = plan.campaign;
    const hashes = { plan_hash: planHash(plan), content_hash: contentHash(content) };
    const own = before.get(name);
    // The former name may stay in the file for years: it was renamed once.
    const was = own === undefined && plan.was !== undefined && before.get(plan.was)?.retired === false ? plan.was : undefined;
    const inForce = was === undefined ? own : before.get(was);
    const moves = await planMoves(queries, plan, hashes.plan_hash, names, inForce?.plan_hash);
    const change = was === undefined ? changeOf(own, hashes) : 'renamed';
    campaigns.push({ name, plan, content, ...hashes, change, moves, ...(was === undefined ? {} : { was }) });
  }
  const kept = new Set(campaigns.flatMap(({ name, was }) => (was === undefined ? [name] : [name, was])));
  const gone = [...before.values()].filter(({ name, retired }) => !retired && !kept.has(name)).map(({ name }) => name);
  const renamed = campaigns.flatMap(({ was }) => (was === undefined ? [] : [was]));
  return { campaigns, gone: [...gone, ...renamed] };
}

function inOrder(campaigns: readonly Installed[], gone: readonly string[]): Applied {
  const former = new Set(campaigns.flatMap(({ was }) => (was === undefined ? [] : [was])));
  const all = [
    ...campaigns.map(({ name, change, was, moves: { inside } }) => ({ name, change, inside, ...(was === undefined ? {} : { was }) })),
    ...gone.filter((name) => !former.has(name)).map((name) => ({ name, change: 'retired' as const, inside: [] })),
  ];
  return { campaigns: all.sort((first, second) => (first.name < second.name ? -1 : 1)) };
}

/** A campaign as it is in force. */
export interface CampaignInForce {
  readonly name: string;
  readonly planHash: string;
  readonly plan: Plan;
  readonly contentHash: string;
  readonly content: PlanContent;
  readonly retired: boolean;
}

export interface LoadedRelease {
  /** Raised by every `apply` that changes something. */
  readonly revision: number;
  readonly workspace: WorkspacePlan;
  readonly campaigns: ReadonlyMap<string, CampaignInForce>;
  /** What was said at the controls, by campaign; `*` is every one. */
  readonly controls: ReadonlyMap<string, Control>;
  readonly names: Names;
  /** `plan hash/step` of leads that are to be moved. */
  readonly moves: ReadonlySet<string>;
}

/** What is in force; undefined before the first `apply`. */
export async function loadRelease(db: Queries): Promise<LoadedRelease | undefined> {
  return createReleases().current(db);
}

/** Every campaign that was ever applied and still has its name. */
export async function campaignNames(db: Queries): Promise<readonly string[]> {
  return (await db.query(readCampaigns)).map(({ name }) => name);
}

/** Releases, plans and contents as this process has read them; what is addressed by content never ages. */
export interface Releases {
  /** The last release read, if any: may be behind. */
  known(): LoadedRelease | undefined;
  /** What is in force at `revision`; without one, asks the database first. */
  current(queries: Queries, revision?: number | null): Promise<LoadedRelease | undefined>;
  plan(queries: Queries, hash: string): Promise<Plan>;
  /**
   * The message of a step: of the content in force, or where the step is gone from it, of the
   * latest content that had it.
   */
  message(queries: Queries, campaign: string, step: string): Promise<MessageInForce>;
}

export interface MessageInForce {
  readonly content: MessageContent;
  /** Of the whole campaign's content. */
  readonly contentHash: string;
}

export function createReleases(): Releases {
  let last: LoadedRelease | undefined;
  const plans = new Map<string, Plan>();
  const contents = new Map<string, PlanContent>();

  const plan = async (queries: Queries, hash: string): Promise<Plan> => {
    const known = plans.get(hash);
    if (known !== undefined) return known;
    const [row] = await queries.query(readPlan, [hash]);
    if (row === undefined) throw new Error(`no plan ${hash} was ever applied`);
    plans.set(hash, row.plan);
    return row.plan;
  };

  const content = async (queries: Queries, hash: string): Promise<PlanContent> => {
    const known = contents.get(hash);
    if (known !== undefined) return known;
    const [row] = await queries.query(readContent, [hash]);
    if (row === undefined) throw new Error(`no content ${hash} was ever applied`);
    contents.set(hash, row.content);
    return row.content;
  };

  return {
    known: () => last,
    plan,
    async current(queries, revision) {
      if (revision === null) return undefined;
      if (last !== undefined && last.revision === revision) return last;
      const [row] = await queries.query(readRelease);
      if (row === undefined) return undefined;
      if (last?.revision === row.revision) return last;
      const campaigns = new Map<string, CampaignInForce>();
      for (const { name, plan_hash, content_hash, retired } of row.campaigns ?? []) {
        campaigns.set(name, {
          name,
          planHash: plan_hash,
          plan: await plan(queries, plan_hash),
          contentHash: content_hash,
          content: await content(queries, content_hash),
          retired,
        });
      }
      const controls = new Map((row.controls ?? []).map(({ campaign, ...control }) => [campaign, control]));
      const moves = new Set(row.moves ?? []);
      last = { revision: row.revision, workspace: row.workspace, campaigns, controls, names: namesOf(row), moves };
      return last;
    },
    async message(queries, campaign, step) {
      const inForce = last?.campaigns.get(presentCampaign(last.names, campaign));
      const { messages } = inForce?.content ?? {};
      const message = last === undefined ? undefined : messages?.[presentStep(last.names, campaign, step)];
      if (inForce !== undefined && message !== undefined) {
        return { content: message, contentHash: inForce.contentHash };
      }
      const [row] = await queries.query(readLatestContentWith, [campaign, step]);
      const kept = row?.content.messages[step];
      if (row === undefined || kept === undefined) throw new Error(`no content of ${campaign} has a message ${step}`);
      return { content: kept, contentHash: row.hash };
    },
  };
}

interface CampaignRow {
  readonly name: string;
  readonly plan_hash: string;
  readonly content_hash: string;
  readonly retired: boolean;
}

interface Installed {
  readonly name: string;
  readonly plan: Plan;
  readonly content: PlanContent;
  readonly plan_hash: string;
  readonly content_hash: string;
  readonly change: CampaignChange;
  readonly was?: string;
  readonly moves: PlannedMoves;
}

function changeOf(
  before: CampaignRow | undefined,
  after: { readonly plan_hash: string; readonly content_hash: string },
): CampaignChange {
  if (before === undefined || before.retired) return 'new';
  if (before.plan_hash !== after.plan_hash) return 'changed';
  return before.content_hash === after.content_hash ? 'same' : 'content';
}

function install(tx: Transaction, campaigns: readonly Installed[], now: number): void {
  for (const { name, plan, content, plan_hash, content_hash } of campaigns) {
    tx.send(installPlan, [plan_hash, name, JSON.stringify(plan), now, asksOf(plan)]);
    tx.send(installContent, [content_hash, name, JSON.stringify(content), now]);
    tx.send(installCampaign, [name, plan_hash, content_hash, now]);
  }
}

const lockApply = statement<Record<string, never>>('lock-apply', 'lock table workspace in share row exclusive mode');

const readCampaigns = statement<CampaignRow>('read-campaigns', 'select name, plan_hash, content_hash, retired from campaigns');

const installPlan = statement<Record<string, never>>(
  'install-plan',
  'insert into plans (hash, campaign, plan, created_at, asks) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing',
);

const installContent = statement<Record<string, never>>(
  'install-content',
  'insert into contents (hash, campaign, content, created_at) values ($1, $2, $3, $4) on conflict (hash) do nothing',
);

const installCampaign = statement<Record<string, never>>(
  'install-campaign',
  `insert into campaigns as c (name, plan_hash, content_hash, retired, applied_at) values ($1, $2, $3, false, $4)
   on conflict (name) do update
   set plan_hash = excluded.plan_hash, content_hash = excluded.content_hash, retired = false, applied_at = excluded.applied_at
   where (c.plan_hash, c.content_hash, c.retired) is distinct from (excluded.plan_hash, excluded.content_hash, false)`,
);

const retire = statement<Record<string, never>>(
  'retire-campaigns',
  'update campaigns set retired = true, applied_at = $2 where name = any($1)',
);

// jsonb prints its keys in one order, whatever order they came in.
const installWorkspace = statement<Record<string, never>>(
  'install-workspace',
  `insert into workspace as w (hash, workspace, applied_at)
   values (encode(sha256(convert_to($1::jsonb::text, 'UTF8')), 'hex'), $1::jsonb, $2)
   on conflict (only_row) do update
   set hash = excluded.hash, workspace = excluded.workspace, applied_at = excluded.applied_at, revision = w.revision + 1
   where $3 or w.hash <> excluded.hash`,
);

const readRelease = statement<{
  revision: number;
  workspace: WorkspacePlan;
  campaigns: readonly CampaignRow[] | null;
  controls: readonly ControlRow[] | null;
  moves: readonly string[] | null;
} & NameRows>(
  'read-release',
  `select revision, workspace,
     (select json_agg(json_build_object(
        'name', name, 'plan_hash', plan_hash, 'content_hash', content_hash, 'retired', retired) order by name)
      from campaigns) as campaigns,
     (select json_agg(json_build_object(
        'campaign', campaign, 'state', state, 'saidBy', said_by, 'reason', reason, 'since', since)) from controls) as controls,
     (select json_agg(from_plan || '/' || from_step) from moves) as moves,
     ${namesSql}
   from workspace`,
);

const readNames = statement<NameRows>('read-names', `select ${namesSql}`);

const beginRollout = statement<Record<string, never>>(
  'begin-rollout',
  'insert into rollouts (campaign, counted_from) values ($1, $2) on conflict (campaign) do nothing',
);

const readPlan = statement<{ plan: Plan }>('read-plan', 'select plan from plans where hash = $1');

const readContent = statement<{ content: PlanContent }>('read-content', 'select content from contents where hash = $1');

const readLatestContentWith = statement<{ hash: string; content: PlanContent }>(
  'read-latest-content-with',
  `select hash, content from contents
   where campaign = $1 and content->'messages' ? $2
   order by created_at desc limit 1`,
);
