import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Located } from '../../grammar/span.js';
import { unreachable } from '../plan/ir.js';
import { nearest, renameFix } from '../names/nearest.js';
import type { Declared } from '../names/declared.js';
import type { Scope } from './scope.js';
import type { Type, Typed } from './type.js';
import { certain, errorType, fieldType, fits } from './type.js';

type PathAst = Extract<ExprAst, { kind: 'path' }>;

const scoreParts = ['fit', 'pain', 'total'];

/** What `lead.plan`, `entry.plan`, `event.plan` and `score.fit` stand for. */
export function typeOfPath(path: PathAst, scope: Scope): Typed {
  const { root, name } = path;
  switch (root.value) {
    case 'lead':
      return attributeType(name, scope);
    case 'event':
      return eventType(path, scope);
    case 'entry':
      return entryType(path, scope);
    case 'score': {
      if (scope.campaign === undefined) {
        scope.report('C3110', path.span, {
          name: `score.${name.value}`,
          why: 'scoring makes the score, it cannot ask it',
          help: 'Name an attribute: lead.seniority.',
        });
        return errorType;
      }
      if (scoreParts.includes(name.value)) return certain({ kind: 'number' });
      const known = scoreParts.map((part) => `score.${part}`);
      const near = nearest(name.value, scoreParts);
      scope.report('C2112', name.span, { ...near, known }, { fixes: renameFix(name.span, near.suggestion) });
      return errorType;
    }
    case 'account':
    case 'rfm':
      // Not in this version; said when it was read.
      return errorType;
    default:
      return unreachable(root.value);
  }
}

function attributeType(name: Located<string>, { declared, report }: Scope): Typed {
  const field = declared.attributes.get(name.value);
  if (field !== undefined) return fieldType(field);
  if (!declared.schemaComplete) return errorType;
  const near = nearest(name.value, declared.attributes.keys());
  report('C2101', name.span, near, { fixes: renameFix(name.span, near.suggestion) });
  return errorType;
}

function eventType({ name, span }: PathAst, scope: Scope): Typed {
  if (scope.event === undefined) {
    scope.report('C3110', span, {
      name: `event.${name.value}`,
      why: 'no event is being looked at',
      help: scope.entered && scope.campaign !== undefined
        ? `For the event that brought the lead in, write entry.${name.value}.`
        : 'Use it in a "where".',
    });
    return errorType;
  }
  return propertyType(scope.event, name, scope);
}

/** The type of an event's property; an unknown event was reported where it was named. */
export function propertyType(event: string, name: Located<string>, { declared, report }: Scope): Typed {
  const known = declared.events.get(event);
  if (known === undefined) return errorType;
  const field = known.properties.get(name.value);
  if (field !== undefined) return fieldType(field);
  const near = nearest(name.value, known.properties.keys());
  const fixes = renameFix(name.span, near.suggestion);
  report('C2103', name.span, { ...near, event: `The event "${event}"` }, { fixes });
  return errorType;
}

function entryType({ name, span }: PathAst, scope: Scope): Typed {
  const { campaign } = scope;
  if (campaign === undefined || !scope.entered) {
    const path = `entry.${name.value}`;
    const inWayIn = campaign !== undefined;
    scope.report('C3110', span, {
      name: path,
      why: inWayIn ? 'nobody has entered yet' : 'a score belongs to no campaign',
      help: inWayIn ? `For the event of this way in, write event.${name.value}.` : 'Use an attribute: lead.x.',
    });
    return errorType;
  }
  const found = entryProperty(scope.declared, campaign, name.value);
  switch (found.kind) {
    case 'typed':
      return found.typed;
    case 'unjudged':
      return errorType;
    case 'differs':
      scope.report('C3114', name.span, { name: name.value });
      return errorType;
    case 'unknown': {
      const near = nearest(name.value, found.known);
      const ways = campaign.enter.length === 1 ? 'The event of the way in' : 'Every event of the ways in';
      scope.report('C2103', name.span, { ...near, event: ways }, { fixes: renameFix(name.span, near.suggestion) });
      return errorType;
    }
    default:
      return unreachable(found);
  }
}

export type EntryProperty =
  | { readonly kind: 'typed'; readonly typed: Typed; readonly field: FieldAst }
  | { readonly kind: 'differs' }
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  /** A way in names an event that does not exist; that was said there. */
  | { readonly kind: 'unjudged' };

/** `entry.x`: a property of all ways in, or an optional one of some. */
export function entryProperty(declared: Declared, campaign: CampaignAst, name: string): EntryProperty {
  const events = campaign.enter.map(({ on }) => declared.events.get(on.value));
  const known = events.flatMap((event) => (event === undefined ? [] : [event]));
  if (known.length < events.length || known.length === 0) return { kind: 'unjudged' };
  const fields = known.flatMap(({ properties }) => properties.get(name) ?? []);
  const [first, ...others] = fields;
  if (first === undefined) {
    return { kind: 'unknown', known: [...new Set(known.flatMap(({ properties }) => [...properties.keys()]))] };
  }
  const typed = fieldType(first);
  if (others.some((other) => !sameType(fieldType(other).type, typed.type))) return { kind: 'differs' };
  const optional = fields.length < known.length || fields.some((field) => field.default === undefined);
  return { kind: 'typed', field: first, typed: { ...typed, type: merged(fields), optional } };
}

function sameType(one: Type, other: Type): boolean {
  return fits(one, other) && fits(other, one);
}

/** An enum over several ways in takes any of their values. */
function merged(fields: readonly FieldAst[]): Type {
  const types = fields.map((field) => fieldType(field).type);
  const values = types.flatMap((type) => (type.kind === 'enum' ? type.values : []));
  const [first] = types;
  if (first?.kind !== 'enum') return first ?? { kind: 'error' };
  return { kind: 'enum', values: [...new Set(values)] };
}
