import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { AtAst } from '../../grammar/ast/moment.js';
import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { SegmentsAst } from '../../grammar/ast/segment.js';
import type { StepAst, StepKind } from '../../grammar/ast/step.js';
import type { TestAst } from '../../grammar/ast/test-file.js';
import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { Located, Span } from '../../grammar/span.js';
import { eventsThatNeverHappen } from '../names/built-in-events.js';
import type { Declared } from '../names/declared.js';
import { eventsOfCampaign, eventsOfExpression } from '../names/events-of.js';
import { everyPart, expressionsOfCampaign, expressionsOfScoring, expressionsOfSegments } from '../names/expressions-of.js';
import { stepsOf } from '../names/steps-of.js';
import { onceFor } from '../once-for.js';

/** What authors wrote, by file. */
export interface Written {
  readonly workspace?: WorkspaceAst;
  readonly segments: readonly SegmentsAst[];
  readonly scorings: readonly ScoringAst[];
  readonly campaigns: readonly CampaignAst[];
  readonly tests: readonly TestAst[];
  readonly declared: Pick<Declared, 'events' | 'lists'>;
}

/** Something the language says and this version cannot run. */
export interface NotYet {
  /** As the report names it. */
  readonly construct: string;
  find(written: Written): readonly Span[];
}

/**
 * The one list of what is read, checked and planned, but not run: each is an error of its own, so
 * that nothing an author wrote is silently left undone. A version that runs it deletes its line.
 */
export const notYet: readonly NotYet[] = [
  // Ways in
  entries('changed(…)', (entry) => (entry.kind === 'changed' ? entry.attribute.span : undefined)),
  entries('becomes', (entry) => (entry.kind === 'becomes' ? entry.condition.span : undefined)),
  entries('a way in with "at"', (entry) => (entry.kind === 'at' ? entry.at.span : undefined)),
  entries('every', (entry) => (entry.kind === 'every' ? entry.every.span : undefined)),
  entries('unless', (entry) => ('unless' in entry ? entry.unless?.span : undefined)),
  entries('to', (entry) => (entry.kind === 'on' ? entry.to?.span : undefined)),
  // Steps
  steps('branch'),
  steps('split'),
  steps('do'),
  steps('start'),
  steps('repeat'),
  stepParts('outcomes', (step) => (step.kind === 'task' ? step.outcomes[0]?.name.span : undefined)),
  stepParts('assign', (step) => (step.kind === 'task' ? step.assign[0]?.span : undefined)),
  stepParts('channel', (step) => (step.kind === 'send' && step.channel?.value !== 'email' ? step.channel?.span : undefined)),
  stepParts('an attribute of the account in "set"', (step) =>
    step.kind === 'set' && step.attribute?.kind === 'path' && step.attribute.root.value === 'account'
      ? step.attribute.span
      : undefined,
  ),
  stepParts('account time', ({ at }) => clockSpan(at, 'account')),
  stepParts('workspace time', ({ at }) => clockSpan(at, 'workspace')),
  // The campaign as a whole
  campaigns('was', ({ was, steps: own }) => [was?.span, ...stepsOf(own).map((step) => step.was?.span)]),
  campaigns('a goal with "where"', ({ goal }) => [goal?.where?.span]),
  campaigns('excludes', ({ excludes }) => [excludes[0]?.span]),
  campaigns('holdout', ({ holdout }) => [holdout?.span]),
  campaigns('variants', ({ variants, steps: own }) => [
    variants?.span,
    ...stepsOf(own).map((step) => (step.kind === 'send' ? step.variants?.span : undefined)),
  ]),
  campaigns('playlists', ({ playlists }) => [playlists[0]?.name.span]),
  campaigns('in_flight', ({ inFlight }) => [inFlight?.span]),
  campaigns('rollout', ({ rollout }) => [rollout?.span]),
  // Events that nothing brings about
  ...[...eventsThatNeverHappen].map(events),
  // Expressions
  expressions('account', (part) => part.kind === 'path' && part.root.value === 'account'),
  expressions('rfm', (part) => part.kind === 'path' && part.root.value === 'rfm'),
  expressions('score.velocity', (part) => part.kind === 'path' && part.root.value === 'score' && part.name.value === 'velocity'),
  expressions('in campaign', (part) => part.kind === 'member' && part.of === 'campaign'),
  lists(),
  expressions('opened(…)', (part) => part.kind === 'message' && part.act === 'opened'),
  expressions('clicked(…)', (part) => part.kind === 'message' && part.act === 'clicked'),
  expressions('replied(…)', (part) => part.kind === 'message' && part.act === 'replied'),
  expressions('sequence(…)', (part) => part.kind === 'sequence'),
  expressions('a function of a plug-in', (part) => part.kind === 'call'),
  // Scoring
  scoring('fades', ({ pain }) => pain.map(({ fades }) => fades?.span)),
  scoring('the score of an account', ({ account }) => [account?.span]),
  // The workspace
  workspace('quiet_hours', ({ quietHours }) => quietHours?.span),
  workspace('holidays', ({ holidays }) => holidays[0]?.name.span),
  workspace('priority', ({ priority }) => priority[0]?.span),
  workspace('channels', ({ channels }) => channels[0]?.name.span),
  workspace('a double opt-in', ({ topics }) => topics.find(({ opt }) => opt?.value === 'double')?.opt?.span),
  workspace('a holdout of the workspace', ({ holdout }) => holdout?.span),
  workspace('the counting of clicks and opens', ({ links }) => links?.domain?.span ?? (links?.opens?.value === true ? links.opens.span : undefined)),
  workspace('utm', ({ links }) => (links === undefined || links.utm.size === 0 ? undefined : [...links.utm.values()][0]?.span)),
  workspace('retention', ({ retention }) => retention?.span),
  workspace('environments', ({ environments }) => environments[0]?.name.span),
  workspace('plugins', ({ plugins }) => plugins[0]?.span),
  // Tests
  tests('an account in a test', ({ account }) => [...account.values()][0]?.span),
  tests('given', ({ given }) => [...given.values()][0]?.span),
  tests('the outcome of a task in a test', (test) => test.events.find(({ task }) => task !== undefined)?.span),
];

type Found = Span | undefined;

function entries(construct: string, find: (entry: EntryAst) => Found): NotYet {
  return campaigns(construct, ({ enter }) => enter.map(find));
}

function steps(kind: StepKind): NotYet {
  return stepParts(kind, (step) => (step.kind === kind ? step.span : undefined));
}

function stepParts(construct: string, find: (step: StepAst) => Found): NotYet {
  return campaigns(construct, (campaign) => stepsOf(campaign.steps).map(find));
}

function campaigns(construct: string, find: (campaign: CampaignAst) => readonly Found[]): NotYet {
  return { construct, find: (written) => present(written.campaigns.flatMap(find)) };
}

/** One that the schema declares is sent by the application. */
function events(name: string): NotYet {
  return {
    construct: `the event ${name}`,
    find: (written) => {
      const found = eventsIn(written).filter(({ value }) => value === name).map(({ span }) => span);
      const isDeclared = found.length > 0 && written.declared.events.get(name)?.ast.span.file !== '';
      return isDeclared ? [] : found;
    },
  };
}

const eventsIn = onceFor((written: Written): readonly Located<string>[] => [
  ...written.campaigns.flatMap(eventsOfCampaign),
  ...written.segments.flatMap(expressionsOfSegments).flatMap(eventsOfExpression),
  ...written.scorings.flatMap(({ pain }) => pain.map(({ event }) => event)),
]);

function expressions(construct: string, matches: (part: ExprAst) => boolean): NotYet {
  return {
    construct,
    find: (written) => partsIn(written).filter(matches).map(({ span }) => span),
  };
}

function lists(): NotYet {
  return {
    construct: 'a list',
    find: (written) =>
      partsIn(written).flatMap((part) =>
        part.kind === 'member' && part.of === 'group' && written.declared.lists.has(part.name.value) ? [part.span] : [],
      ),
  };
}

const partsIn = onceFor((written: Written): readonly ExprAst[] => {
  const whole = [
    ...written.campaigns.flatMap(expressionsOfCampaign),
    ...written.segments.flatMap(expressionsOfSegments),
    ...written.scorings.flatMap(expressionsOfScoring),
  ];
  return whole.flatMap((expression) => everyPart(expression));
});

function scoring(construct: string, find: (scoring: ScoringAst) => readonly Found[]): NotYet {
  return { construct, find: (written) => present(written.scorings.flatMap(find)) };
}

function workspace(construct: string, find: (workspace: WorkspaceAst) => Found): NotYet {
  return { construct, find: (written) => (written.workspace === undefined ? [] : present([find(written.workspace)])) };
}

function tests(construct: string, find: (test: TestAst) => Found): NotYet {
  return { construct, find: (written) => present(written.tests.map(find)) };
}

function clockSpan(at: AtAst | undefined, clock: 'account' | 'workspace'): Found {
  return at?.clock?.value === clock ? at.clock.span : undefined;
}

function present(found: readonly Found[]): readonly Span[] {
  return found.filter((span) => span !== undefined);
}
