import type { ExprAst } from '../../grammar/ast/expression.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Located } from '../../grammar/span.js';
import type { RfmPart, ScorePart } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { nearest, renameFix } from '../names/nearest.js';
import { entryProperty } from './entry-property.js';
import type { Scope } from './scope.js';
import { underTest } from './scope.js';
import type { Typed } from './type.js';
import { certain, errorType, fieldType } from './type.js';

type PathAst = Extract<ExprAst, { kind: 'path' }>;

/** Points, and points per day. */
const scoreParts: Readonly<Record<ScorePart, Typed>> = {
  fit: certain({ kind: 'number' }),
  pain: certain({ kind: 'number' }),
  total: certain({ kind: 'number' }),
  velocity: certain({ kind: 'number' }),
};

/** Of somebody who never bought, nothing is known (domain.md R-08). */
const rfmParts: Readonly<Record<RfmPart, Typed>> = {
  r: { type: { kind: 'number' }, optional: true },
  f: { type: { kind: 'number' }, optional: true },
  m: { type: { kind: 'number' }, optional: true },
  rank: { type: { kind: 'number' }, optional: true },
  latency: { type: { kind: 'duration' }, optional: true },
};

/** What `lead.plan`, `account.size`, `entry.plan`, `event.plan`, `score.fit` and `rfm.rank` stand for. */
export function typeOfPath(path: PathAst, scope: Scope): Typed {
  const { root, name } = path;
  switch (root.value) {
    case 'lead':
      return attributeType(name, 'lead', scope);
    case 'account':
      return attributeType(name, 'account', scope);
    case 'event':
      return eventType(path, scope);
    case 'entry':
      return entryType(path, scope);
    case 'score':
    case 'rfm':
      return partType(path, scope);
    default:
      return unreachable(root.value);
  }
}

function attributeType(name: Located<string>, of: 'lead' | 'account', { declared, report }: Scope): Typed {
  const [own, other] =
    of === 'lead'
      ? [declared.attributes, declared.accountAttributes]
      : [declared.accountAttributes, declared.attributes];
  const field = own.get(name.value);
  // A lead need not belong to an account, so a default of the schema does not make it known.
  if (field !== undefined) return of === 'lead' ? fieldType(field) : { ...fieldType(field), optional: true };
  if (!declared.schemaComplete) return errorType;
  const near = nearest(name.value, own.keys());
  const elsewhere = other.has(name.value) ? { elsewhere: `${of === 'lead' ? 'account' : 'lead'}.${name.value}` } : {};
  const absent = { kind: `${of} attribute`, name: name.value } as const;
  report('C2101', name.span, { ...near, of, ...elsewhere }, { fixes: renameFix(name.span, near.suggestion), absent });
  return errorType;
}

function partType({ root, name, span }: PathAst, scope: Scope): Typed {
  if (scope.of === 'scoring') {
    scope.report('C3110', span, {
      name: `${root.value}.${name.value}`,
      why: root.value === 'score' ? 'scoring makes the score, it cannot ask it' : 'scoring sees no purchases but as events',
      help: 'Name an attribute: lead.seniority.',
    });
    return errorType;
  }
  const parts: ReadonlyMap<string, Typed> = new Map(Object.entries(root.value === 'score' ? scoreParts : rfmParts));
  const typed = parts.get(name.value);
  if (typed !== undefined) return typed;
  const known = [...parts.keys()].map((part) => `${root.value}.${part}`);
  const near = nearest(name.value, parts.keys());
  scope.report('C2112', name.span, { ...near, root: root.value, known }, { fixes: renameFix(name.span, near.suggestion) });
  return errorType;
}

function eventType({ name, span }: PathAst, scope: Scope): Typed {
  const { event, entered, of } = scope;
  if (event === undefined) {
    scope.report('C3110', span, {
      name: `event.${name.value}`,
      why: 'no event is being looked at',
      help:
        entered && of === 'campaign'
          ? `For the event that brought the lead in, write entry.${name.value}.`
          : 'Use it in a "where".',
    });
    return errorType;
  }
  return fieldOf(event.properties, event.inWords, name, scope);
}

/** The type of an event's property; an unknown event was reported where it was named. */
export function propertyType(event: string, name: Located<string>, scope: Scope): Typed {
  const tested = underTest(scope, event).event;
  return tested === undefined ? errorType : fieldOf(tested.properties, tested.inWords, name, scope);
}

function fieldOf(
  properties: ReadonlyMap<string, FieldAst> | undefined,
  event: string,
  name: Located<string>,
  { declared, report }: Scope,
): Typed {
  if (properties === undefined) return errorType;
  const field = properties.get(name.value);
  if (field !== undefined) return fieldType(field);
  if (!declared.schemaComplete) return errorType;
  const near = nearest(name.value, properties.keys());
  const absent = { kind: 'property', name: name.value } as const;
  report('C2103', name.span, { ...near, event }, { fixes: renameFix(name.span, near.suggestion), absent });
  return errorType;
}

function entryType({ name, span }: PathAst, scope: Scope): Typed {
  const { campaign, of } = scope;
  if (campaign === undefined || !scope.entered) {
    scope.report('C3110', span, {
      name: `entry.${name.value}`,
      why: of === 'campaign' ? 'nobody has entered yet' : `a ${of === 'scoring' ? 'score' : 'segment'} belongs to no campaign`,
      help: of === 'campaign' ? `For the event of this way in, write event.${name.value}.` : 'Use an attribute: lead.x.',
    });
    return errorType;
  }
  const found = entryProperty(scope.declared, campaign, name.value);
  switch (found.kind) {
    case 'typed':
      return found.typed;
    case 'unjudged':
      return errorType;
    case 'differs': {
      const labels = found.ways.map(({ way, type }) => ({ span: way.span, text: type }));
      const ways = found.ways.map(({ way, type }) => `${type} by "${way.inWords}"`);
      scope.report('C3114', name.span, { name: name.value, ways }, { labels });
      return errorType;
    }
    case 'unknown': {
      if (!scope.declared.schemaComplete) return errorType;
      const near = nearest(name.value, found.known);
      const ways = campaign.enter.length === 1 ? 'The event of the way in' : 'Every event of the ways in';
      const absent = { kind: 'property', name: name.value } as const;
      scope.report('C2103', name.span, { ...near, event: ways }, { fixes: renameFix(name.span, near.suggestion), absent });
      return errorType;
    }
    default:
      return unreachable(found);
  }
}
