import { statement } from '../database.js';
import type { Transaction } from '../transaction.js';

/** What campaigns and steps were called before, by the names they have now. */
export interface Names {
  /** Former name -> present name. */
  readonly campaigns: ReadonlyMap<string, string>;
  /** `campaign/step`, the campaign by its present name -> present step. */
  readonly steps: ReadonlyMap<string, string>;
  /** By campaign: the names of steps, present and former, with the one that their keys are made with. */
  readonly keyed: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export const noNames: Names = { campaigns: new Map(), steps: new Map(), keyed: new Map() };

/** SQL: the columns of `NameRows`. */
export const namesSql = `(select json_agg(json_build_object('former', former, 'campaign', campaign)) from former_campaigns)
     as former_campaigns,
   (select json_agg(json_build_object('campaign', campaign, 'former', former, 'step', step, 'keyed', keyed)) from former_steps)
     as former_steps`;

/** Rows of `former_campaigns` and `former_steps`, as the release is read. */
export interface NameRows {
  readonly former_campaigns: readonly { readonly former: string; readonly campaign: string }[] | null;
  readonly former_steps: readonly FormerStep[] | null;
}

interface FormerStep {
  readonly campaign: string;
  readonly former: string;
  readonly step: string;
  /** The first name that the step had. */
  readonly keyed: string;
}

export function namesOf({ former_campaigns, former_steps }: NameRows): Names {
  return {
    campaigns: new Map((former_campaigns ?? []).map(({ former, campaign }) => [former, campaign])),
    steps: new Map((former_steps ?? []).map(({ campaign, former, step }) => [`${campaign}/${former}`, step])),
    keyed: keyedNames(former_steps ?? []),
  };
}

function keyedNames(rows: readonly FormerStep[]): Names['keyed'] {
  const names = new Map<string, Record<string, string>>();
  for (const { campaign, former, step, keyed } of rows) {
    const own = names.get(campaign) ?? {};
    names.set(campaign, Object.assign(own, { [former]: keyed, [step]: keyed }));
  }
  return names;
}

/** Under which names the keys of a campaign's steps are made, for those that were renamed; as the engine is told. */
export function keyedSteps({ campaigns, keyed }: Names, campaign: string): { readonly keyed?: Readonly<Record<string, string>> } {
  if (keyed.size === 0) return {};
  const own = keyed.get(campaigns.get(campaign) ?? campaign);
  return own === undefined ? {} : { keyed: own };
}

/** The names once these plans are in force. */
export function withRenames(names: Names, plans: readonly Renaming[]): Names {
  let { campaigns, steps } = names;
  for (const { campaign, was, renamed = {} } of plans) {
    if (was !== undefined) {
      const followed = [...campaigns].map(([former, present]) => [former, present === was ? campaign : present] as const);
      campaigns = new Map([...followed, [was, campaign]]);
      steps = new Map([...steps].map(([key, step]) => [key.startsWith(`${was}/`) ? `${campaign}${key.slice(was.length)}` : key, step]));
    }
    for (const [step, former] of Object.entries(renamed)) {
      const followed = [...steps].map(
        ([key, present]) => [key, key.startsWith(`${campaign}/`) && present === former ? step : present] as const,
      );
      steps = new Map([...followed, [`${campaign}/${former}`, step]]);
    }
  }
  // Keys are asked for of what is in force alone.
  return { campaigns, steps, keyed: names.keyed };
}

interface Renaming {
  readonly campaign: string;
  readonly was?: string;
  /** Former step ids by the ids they have now. */
  readonly renamed?: Readonly<Record<string, string>>;
}

export function presentCampaign({ campaigns }: Names, campaign: string): string {
  return campaigns.get(campaign) ?? campaign;
}

export function presentStep(names: Names, campaign: string, step: string): string {
  return names.steps.get(`${presentCampaign(names, campaign)}/${step}`) ?? step;
}

/** Every name that stands for one of these campaigns, itself among them. */
export function allNamesOf(names: Names, campaigns: readonly string[]): readonly string[] {
  if (names.campaigns.size === 0) return campaigns;
  const wanted = new Set(campaigns.map((name) => presentCampaign(names, name)));
  const former = [...names.campaigns].flatMap(([name, present]) => (wanted.has(present) ? [name] : []));
  return [...new Set([...campaigns, ...wanted, ...former])];
}

/**
 * A message under the name that its step has now, and under every other one it goes by: a plan
 * that leads are pinned to asks with the names of its time.
 */
export function underAllNames<Send extends { readonly campaign: string; readonly step: string }>(
  names: Names,
  sends: readonly Send[],
): readonly (Send & { readonly also?: readonly string[] })[] {
  if (names.campaigns.size === 0 && names.steps.size === 0) return sends;
  return sends.map((send) => {
    const campaign = presentCampaign(names, send.campaign);
    const step = presentStep(names, send.campaign, send.step);
    const steps = [step, ...formerSteps(names, campaign, step)];
    const also = allNamesOf(names, [campaign]).flatMap((name) => steps.map((one) => `${name}/${one}`));
    return also.length <= 1 ? send : { ...send, also };
  });
}

function formerSteps({ steps }: Names, campaign: string, step: string): readonly string[] {
  const before = `${campaign}/`;
  return [...steps].flatMap(([name, present]) => (present === step && name.startsWith(before) ? [name.slice(before.length)] : []));
}

/** Takes down that a campaign was renamed; what was said of the old name holds for the new one. */
export function renameCampaign(tx: Transaction, former: string, campaign: string): void {
  tx.send(freeName, [campaign]);
  tx.send(followCampaign, [former, campaign]);
  tx.send(followSteps, [former, campaign]);
  tx.send(followControl, [former, campaign]);
  tx.send(followPace, [former, campaign]);
  tx.send(formerCampaign, [former, campaign]);
}

/** `renamed`: former step ids by the ids they have now. */
export function renameSteps(tx: Transaction, campaign: string, renamed: Readonly<Record<string, string>>): void {
  for (const [step, former] of Object.entries(renamed)) {
    tx.send(followStep, [campaign, former, step]);
    tx.send(formerStep, [campaign, former, step]);
  }
}

/**
 * Takes down that steps of the plan go by names which others had before: what was said of such a name
 * is said of the new step from now on, and each of the two has keys of its own.
 */
export function takeStepNames(tx: Transaction, campaign: string, steps: readonly string[]): void {
  tx.send(takeNames, [campaign, steps]);
}

type None = Record<string, never>;

// Whoever takes a name that was given up is called by it.
const freeName = statement<None>('free-campaign-name', 'delete from former_campaigns where former = $1');

const followCampaign = statement<None>(
  'follow-campaign-name',
  'update former_campaigns set campaign = $2 where campaign = $1',
);

const followSteps = statement<None>('follow-steps-of-campaign', 'update former_steps set campaign = $2 where campaign = $1');

const followControl = statement<None>(
  'follow-control-of-campaign',
  'update controls set campaign = $2 where campaign = $1 and not exists (select from controls where campaign = $2)',
);

const followPace = statement<None>(
  'follow-pace-of-campaign',
  'update paces set campaign = $2 where campaign = $1 and not exists (select from paces where campaign = $2)',
);

const formerCampaign = statement<None>(
  'former-campaign',
  `insert into former_campaigns (former, campaign) values ($1, $2)
   on conflict (former) do update set campaign = excluded.campaign, settled = false
   where former_campaigns.campaign <> excluded.campaign`,
);

const followStep = statement<None>(
  'follow-step-name',
  'update former_steps set step = $3 where campaign = $1 and step = $2',
);

const formerStep = statement<None>(
  'former-step',
  `insert into former_steps (campaign, former, step, keyed)
   values ($1, $2, $3, coalesce((select min(keyed) from former_steps where campaign = $1 and step = $3), $2))
   on conflict (campaign, former) do update set step = excluded.step, keyed = excluded.keyed`,
);

// No step can have a plus in its name.
const takeNames = statement<None>(
  'take-step-names',
  `with taken as materialized (
     select former, step, keyed from former_steps where campaign = $1 and former = any($2::text[]) and step <> former
   ), kept as (
     insert into former_steps (campaign, former, step, keyed) select $1, step, step, keyed from taken on conflict do nothing
   )
   update former_steps f set step = f.former, keyed = f.former || '+' from taken t where f.campaign = $1 and f.former = t.former`,
);

/**
 * Brings the names of campaigns up to date in what was stored of leads, so that reports count all
 * of it together: a batch of at most `most` enrolments. Until then reading goes by both names.
 *
 * @returns how many; 0 when nothing is left
 */
export async function renameStored(tx: Transaction, most: number): Promise<number> {
  const [former] = await tx.query(unsettled);
  if (former === undefined) return 0;
  const [row] = await tx.query(renameSome, [former.former, former.campaign, most]);
  const renamed = row?.renamed ?? 0;
  if (renamed === 0) tx.send(settle, [former.former]);
  return Math.max(renamed, 1);
}

const unsettled = statement<{ former: string; campaign: string }>(
  'unsettled-names',
  'select former, campaign from former_campaigns where not settled order by former limit 1 for update skip locked',
);

const renameSome = statement<{ renamed: number }>(
  'rename-stored',
  `with lot as materialized (
     select id from enrolments where campaign = $1 limit $3 for no key update
   ), enrolled as (
     update enrolments e set campaign = $2 from lot where e.id = lot.id returning e.id, e.lead_id
   ), claimed as (
     update claims c set campaign = $2 from enrolled where c.lead_id = enrolled.lead_id and c.enrolment_id = enrolled.id
   )
   select count(*) as renamed from enrolled`,
);

const settle = statement<None>('settle-name', 'update former_campaigns set settled = true where former = $1');
