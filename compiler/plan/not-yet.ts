import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { SegmentsAst } from '../../grammar/ast/segment.js';
import type { TestAst } from '../../grammar/ast/test-file.js';
import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { Located, Span } from '../../grammar/span.js';
import { eventsThatNeverHappen } from '../names/built-in-events.js';
import type { Declared } from '../names/declared.js';
import { eventsOfCampaign, eventsOfExpression } from '../names/events-of.js';
import { expressionsOfSegments } from '../names/expressions-of.js';
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
  entries('changed(account.…)', (entry) =>
    entry.kind === 'changed' && entry.attribute.kind === 'path' && entry.attribute.root.value === 'account'
      ? entry.attribute.span
      : undefined,
  ),
  // Events that nothing brings about
  ...[...eventsThatNeverHappen].map(events),
  // The workspace
  workspace('"leads" in "retention"', ({ retention }) => retention?.leads?.span),
];

type Found = Span | undefined;

function entries(construct: string, find: (entry: EntryAst) => Found): NotYet {
  return campaigns(construct, ({ enter }) => enter.map(find));
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

function workspace(construct: string, find: (workspace: WorkspaceAst) => Found): NotYet {
  return { construct, find: (written) => (written.workspace === undefined ? [] : present([find(written.workspace)])) };
}

function present(found: readonly Found[]): readonly Span[] {
  return found.filter((span) => span !== undefined);
}
