import { contentHash, planHash } from '../../compiler/plan/content-hash.js';
import type { MessageContent, Plan, PlanContent, Release, WorkspacePlan } from '../../compiler/plan/ir.js';
import { statement } from './database.js';
import type { Database, Queries } from './database.js';
import { inTransaction } from './transaction.js';
import type { Transaction } from './transaction.js';

export type CampaignChange = 'new' | 'changed' | 'content' | 'same' | 'retired';

export interface Applied {
  /** By name; `changed` is the structure, `content` the messages alone. */
  readonly campaigns: readonly { readonly name: string; readonly change: CampaignChange }[];
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
    install(tx, campaigns, now);
    tx.send(retire, [gone, now]);
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
  const campaigns = release.campaigns.map(({ plan, content }) => {
    const row = { name: plan.campaign, plan, content, plan_hash: planHash(plan), content_hash: contentHash(content) };
    return { ...row, change: changeOf(before.get(row.name), row) };
  });
  const names = new Set(campaigns.map(({ name }) => name));
  const gone = [...before.values()].filter(({ name, retired }) => !retired && !names.has(name)).map(({ name }) => name);
  return { campaigns, gone };
}

function inOrder(
  campaigns: readonly { readonly name: string; readonly change: CampaignChange }[],
  gone: readonly string[],
): Applied {
  const all = [
    ...campaigns.map(({ name, change }) => ({ name, change })),
    ...gone.map((name) => ({ name, change: 'retired' as const })),
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
}

/** What is in force; undefined before the first `apply`. */
export async function loadRelease(db: Queries): Promise<LoadedRelease | undefined> {
  return createReleases().current(db);
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
      last = { revision: row.revision, workspace: row.workspace, campaigns };
      return last;
    },
    async message(queries, campaign, step) {
      const inForce = last?.campaigns.get(campaign);
      const message = inForce?.content.messages[step];
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
    tx.send(installPlan, [plan_hash, name, JSON.stringify(plan), now]);
    tx.send(installContent, [content_hash, name, JSON.stringify(content), now]);
    tx.send(installCampaign, [name, plan_hash, content_hash, now]);
  }
}

const lockApply = statement<Record<string, never>>('lock-apply', 'lock table workspace in share row exclusive mode');

const readCampaigns = statement<CampaignRow>('read-campaigns', 'select name, plan_hash, content_hash, retired from campaigns');

const installPlan = statement<Record<string, never>>(
  'install-plan',
  'insert into plans (hash, campaign, plan, created_at) values ($1, $2, $3, $4) on conflict (hash) do nothing',
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
}>(
  'read-release',
  `select revision, workspace,
     (select json_agg(json_build_object(
        'name', name, 'plan_hash', plan_hash, 'content_hash', content_hash, 'retired', retired) order by name)
      from campaigns) as campaigns
   from workspace`,
);

const readPlan = statement<{ plan: Plan }>('read-plan', 'select plan from plans where hash = $1');

const readContent = statement<{ content: PlanContent }>('read-content', 'select content from contents where hash = $1');

const readLatestContentWith = statement<{ hash: string; content: PlanContent }>(
  'read-latest-content-with',
  `select hash, content from contents
   where campaign = $1 and content->'messages' ? $2
   order by created_at desc limit 1`,
);
