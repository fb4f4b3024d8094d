import type { AgainAst, AlreadyAst, AudienceAst, EntryAst, EntryKind, LateEntryAst, LeaveAst, UnlessAst } from '../../../grammar/ast/entry.js';
import { unreachable } from '../../plan/ir.js';
import type { Around } from '../around.js';
import { happened } from './event-in-words.js';
import { conditionInWords, valueInWords } from './expression-in-words.js';
import { atInWords, everyInWords } from './moment-in-words.js';
import { dateInWords, lengthInWords, listed } from './numbers-in-words.js';

type Entry<K extends EntryKind> = Extract<EntryAst, { readonly kind: K }>;
type Words = { readonly [K in EntryKind]: (entry: Entry<K>, around: Around) => readonly string[] };

/** What lets a lead in, in one clause: "as soon as the lead has signed up". */
export function wayInWords(entry: EntryAst, around: Around): string {
  switch (entry.kind) {
    case 'on':
      return `as soon as ${happened(entry.event.value, around, 'holds', '').replace(/^the lead /, 'it ')}`;
    case 'changed':
      return `as soon as ${valueInWords(entry.attribute, around)} has changed`;
    case 'becomes':
      return `as soon as it becomes true that ${conditionInWords(entry.condition, around)}`;
    case 'at':
      return atInWords(entry.at, around);
    case 'every':
      return everyInWords(entry.every, around);
    default:
      return unreachable(entry);
  }
}

/** A way in as sentences: who and when, what keeps a lead out, whether it may come again. */
export function entryInWords(entry: EntryAst, around: Around): string {
  const where = entry.where === undefined ? '' : `, but only if ${conditionInWords(entry.where, around)}`;
  const note = entry.note === undefined ? [] : [`Note: ${entry.note.value}`];
  const sentences = [
    `${whoEnters(entry, around)} ${wayInWords(entry, around)}${where}.`,
    ...wordsOf(entry, around),
    againInWords(entry, around),
    ...note,
  ];
  return sentences.join(' ');
}

/** "the lead has started a subscription". */
export function leaveInWords(leave: LeaveAst, around: Around): string {
  switch (leave.kind) {
    case 'on': {
      const where = leave.where === undefined ? '' : `, and ${conditionInWords(leave.where, around)}`;
      return `${happened(leave.event.value, around, 'holds', 'since entering')}${where}`;
    }
    case 'when':
      return conditionInWords(leave.when, around);
    default:
      return unreachable(leave);
  }
}

const words: Words = {
  on: ({ unless }, around) => unlessInWords(unless, around),
  changed: ({ unless }, around) => unlessInWords(unless, around),
  becomes: ({ already }) => [alreadyInWords(already)],
  at: ({ late }) => lateInWords(late?.value),
  every: ({ late }) => lateInWords(late?.value),
};

function wordsOf<K extends EntryKind>(entry: Entry<K> & { readonly kind: K }, around: Around): readonly string[] {
  const inWords: Words[K] = words[entry.kind];
  return inWords(entry, around);
}

function whoEnters(entry: EntryAst, around: Around): string {
  const audience = 'to' in entry ? entry.to : undefined;
  return audience === undefined ? 'A lead enters' : audienceInWords(audience, around);
}

function audienceInWords({ segment, onePerAccountBy }: AudienceAst, around: Around): string {
  const of = `the segment "${segment.value}"`;
  if (onePerAccountBy === undefined) return `Everybody in ${of} enters`;
  return `Of ${of} one person of each account enters, the one for whom ${valueInWords(onePerAccountBy, around)} is greatest,`;
}

function unlessInWords(unless: UnlessAst | undefined, around: Around): readonly string[] {
  if (unless === undefined) return [];
  const events = listed(unless.events.map(({ value }) => happened(value, around, 'holds', '')), 'or');
  return [`The lead is let in only after ${lengthInWords(unless.within.value)}, and not at all if within that time ${events}.`];
}

function alreadyInWords(already: AlreadyAst | undefined): string {
  if (already === undefined) return 'Nothing is said of leads for whom it is true at launch.';
  switch (already.kind) {
    case 'enter':
      return 'Leads for whom it is true at launch enter as well.';
    case 'skip':
      return 'Leads for whom it is true at launch do not enter.';
    case 'since':
      return `Of the leads for whom it is true at launch, those enter for whom it came true from ${dateInWords(already.date.value)} on.`;
    default:
      return unreachable(already);
  }
}

const lateWords: Readonly<Record<LateEntryAst, string>> = {
  enter: 'When that moment is already past, it enters all the same.',
  skip: 'When that moment is already past, it does not enter.',
};

function lateInWords(late: LateEntryAst | undefined): readonly string[] {
  return late === undefined ? [] : [lateWords[late]];
}

function againInWords(entry: EntryAst, around: Around): string {
  const { again } = entry;
  if (again !== undefined) return chosenAgain(again, around);
  if (entry.kind !== 'at' && entry.kind !== 'every') return 'Nobody enters twice.';
  return isOnce(entry) ? 'That moment comes once.' : 'Each time that moment comes round, a lead may enter anew.';
}

/** A written date, unlike one of each lead. */
function isOnce(entry: Entry<'at' | 'every'>): boolean {
  return entry.kind === 'at' && entry.at.anchor.kind === 'date' && entry.at.anchor.date.kind === 'date';
}

function chosenAgain(again: AgainAst, around: Around): string {
  switch (again.kind) {
    case 'never':
      return 'Nobody enters twice.';
    case 'always':
      return 'Whoever is not inside may enter again.';
    case 'after':
      return `A lead may enter again when its last entry is ${lengthInWords(again.duration)} ago.`;
    case 'each':
      return `A lead may enter once for each value of ${valueInWords(again.key, around)}.`;
    default:
      return unreachable(again);
  }
}
