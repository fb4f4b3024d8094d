import type { Absent, Diagnostic, Edit, Fix, Label } from '../../grammar/diagnostics/diagnostic.js';
import type { Located, Source } from '../../grammar/span.js';
import { unreachable } from '../plan/ir.js';
import type { Declared } from './declared.js';
import { nearest, renameFix } from './nearest.js';

/** Other places that a report names; who needs more searches for the word. */
const mostLabels = 8;

/**
 * Says once what is one mistake: a name that nothing declares, used at several places.
 *
 * Where the only name like it is declared and used nowhere, the declaration is misspelt, and that is where it is said. Else the
 * first use is, and the others are its labels. One fix mends all of them.
 */
export function oneForEachName(
  diagnostics: readonly Diagnostic[],
  declared: Declared,
  sources: readonly Source[],
): readonly Diagnostic[] {
  const byName = grouped(diagnostics, ({ absent }) => (absent === undefined ? undefined : `${absent.kind} ${absent.name}`));
  const instead = new Map<Diagnostic, readonly Diagnostic[]>();
  for (const uses of byName) {
    const [{ absent } = {}] = uses;
    const misspelt = absent && misspeltDeclaration(absent, declared, sources);
    const said = misspelt === undefined ? sameWords(uses).map(atFirstUse) : [atDeclaration(uses, misspelt)];
    for (const [index, use] of uses.entries()) instead.set(use, index === 0 ? said : []);
  }
  return diagnostics.flatMap((one) => instead.get(one) ?? [one]);
}

/** Only what is said more than once, in the order of the reports. */
function grouped(diagnostics: readonly Diagnostic[], keyOf: (one: Diagnostic) => string | undefined): readonly (readonly Diagnostic[])[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const key = keyOf(one);
    const group = key === undefined ? undefined : groups.get(key);
    if (group !== undefined) group.push(one);
    else if (key !== undefined) groups.set(key, [one]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** A property may be missing of two events, which are two mistakes. */
function sameWords(uses: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const repeated = grouped(uses, ({ message }) => message);
  const single = uses.filter((use) => !repeated.some((group) => group.includes(use)));
  return [...repeated, ...single.map((use) => [use])];
}

function atFirstUse(uses: readonly Diagnostic[]): Diagnostic {
  const [first, ...others] = uses;
  if (first === undefined) throw new Error('nothing is said of this name');
  if (others.length === 0) return first;
  return { ...first, labels: [...first.labels, ...labelsOf(others, 'and here')], fixes: joined(uses) };
}

/** The fix of all uses, where each of them offers the same. */
function joined(uses: readonly Diagnostic[]): readonly Fix[] {
  const [fix] = uses[0]?.fixes ?? [];
  if (fix === undefined) return [];
  const edits = uses.flatMap(({ fixes }): readonly Edit[] => fixes.find(({ title }) => title === fix.title)?.edits ?? []);
  return [{ ...fix, edits }];
}

function atDeclaration(uses: readonly Diagnostic[], { name, span }: Misspelt): Diagnostic {
  // A report of a template says what the template lacks, which here is nothing.
  const first = uses.find(({ code }) => code.startsWith('C2')) ?? uses[0];
  if (first === undefined) throw new Error('nothing is said of this name');
  const wanted = first.absent?.name ?? '';
  return {
    ...first,
    span,
    help: `Did you mean "${wanted}" here? ${uses.length} places say so, and nothing uses "${name}".`,
    labels: labelsOf(uses, 'used here'),
    fixes: renameFix(span, wanted),
  };
}

function labelsOf(uses: readonly Diagnostic[], text: string): readonly Label[] {
  return uses.slice(0, mostLabels).map(({ span }) => ({ span, text }));
}

interface Misspelt {
  readonly name: string;
  readonly span: Located<string>['span'];
}

function misspeltDeclaration({ kind, name }: Absent, declared: Declared, sources: readonly Source[]): Misspelt | undefined {
  const known = declarationsOf(kind, declared).filter(({ span }) => span.file !== '');
  const { suggestion } = nearest(name, known.map(({ value }) => value));
  const [only, second] = known.filter(({ value }) => value === suggestion);
  if (only === undefined || second !== undefined || timesWritten(only.value, sources) !== 1) return undefined;
  return { name: only.value, span: only.span };
}

function declarationsOf(kind: Absent['kind'], declared: Declared): readonly Located<string>[] {
  switch (kind) {
    case 'lead attribute':
      return namesOf(declared.attributes);
    case 'account attribute':
      return namesOf(declared.accountAttributes);
    case 'event':
      return [...declared.events.values()].map(({ ast }) => ast.name);
    case 'property':
      return [...declared.events.values()].flatMap(({ properties }) => namesOf(properties));
    case 'topic':
      return namesOf(declared.topics);
    case 'sender':
      return namesOf(declared.senders);
    case 'hours':
      return namesOf(declared.hours);
    case 'segment':
      return namesOf(declared.segments);
    default:
      return unreachable(kind);
  }
}

function namesOf(declared: ReadonlyMap<string, { readonly name: Located<string> }>): readonly Located<string>[] {
  return [...declared.values()].map(({ name }) => name);
}

function timesWritten(word: string, sources: readonly Source[]): number {
  const whole = new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'g');
  return sources.reduce((sum, { text }) => sum + (text.includes(word) ? [...text.matchAll(whole)].length : 0), 0);
}
