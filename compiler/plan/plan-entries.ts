import type { AgainAst, AlreadyAst, AudienceAst, EntryAst, EveryAst, UnlessAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import { rollingMs } from '../../grammar/duration.js';
import { atOf } from '../steps/due.js';
import { fieldType, valueTypeOf } from '../types/type.js';
import type { Scope } from '../types/scope.js';
import { segmentScope } from '../types/scope.js';
import { wayInScope } from '../types/way-in-scope.js';
import { momentInterests, scheduleInterests, turnInterests } from './interests.js';
import type { Again, Already, Audience, Entry, Unless, WatchedAgain, WatchedEntry } from './ir.js';
import { unreachable } from './ir.js';
import { lower, momentOf } from './lower.js';

/** The ways in: those that an event opens, and those that the runtime has to look out for. */
export function planEntries(
  entries: readonly EntryAst[],
  scope: Scope,
): { readonly enter: readonly Entry[]; readonly watch?: readonly WatchedEntry[] } {
  const enter = entries.flatMap((entry) => (entry.kind === 'on' ? [planOn(entry, scope)] : []));
  const watch = entries.flatMap((entry) => (entry.kind === 'on' ? [] : [planWatched(entry, scope)]));
  return { enter, ...(watch.length === 0 ? {} : { watch }) };
}

type Of<Kind extends EntryAst['kind']> = Extract<EntryAst, { kind: Kind }>;

function planOn(entry: Of<'on'>, scope: Scope): Entry {
  const wayIn = wayInScope(entry, scope);
  return {
    event: entry.event.value,
    ...whereOf(entry, wayIn),
    again: againOf(entry.again, wayIn) ?? { kind: 'never' },
    ...unlessOf(entry.unless),
    ...audienceOf(entry.to, scope),
  };
}

function planWatched(entry: Exclude<EntryAst, { kind: 'on' }>, scope: Scope): WatchedEntry {
  const wayIn = wayInScope(entry, scope);
  const again = againOf(entry.again, wayIn);
  const where = whereOf(entry, wayIn);
  switch (entry.kind) {
    case 'changed': {
      const attribute = attributeOf(entry.attribute, scope);
      return { kind: 'changed', ...attribute, ...where, again: again ?? { kind: 'never' }, ...unlessOf(entry.unless) };
    }
    case 'becomes': {
      const condition = lower(entry.condition, wayIn);
      return {
        kind: 'becomes',
        condition,
        already: alreadyOf(entry.already),
        interests: turnInterests(condition),
        ...where,
        again: again ?? { kind: 'never' },
      };
    }
    case 'at': {
      const moment = atOf(entry.at, wayIn);
      return {
        kind: 'at',
        moment,
        interests: momentInterests(moment),
        ...(entry.late === undefined ? {} : { late: entry.late.value }),
        ...audienceOf(entry.to, scope),
        ...where,
        again: again ?? eachRound,
      };
    }
    case 'every': {
      const schedule = scheduleOf(entry.every, wayIn);
      return {
        kind: 'every',
        ...schedule,
        interests: scheduleInterests(schedule),
        ...(entry.late === undefined ? {} : { late: entry.late.value }),
        ...audienceOf(entry.to, scope),
        ...where,
        again: again ?? eachRound,
      };
    }
    default:
      return unreachable(entry);
  }
}

/** A date or a schedule lets in anew each time it comes round, where nothing else is said. */
const eachRound: WatchedAgain = { kind: 'round' };

function whereOf({ where }: EntryAst, wayIn: Scope): Pick<Entry, 'where'> {
  return where === undefined ? {} : { where: lower(where, wayIn) };
}

function againOf(again: AgainAst | undefined, wayIn: Scope): Again | undefined {
  if (again === undefined) return undefined;
  switch (again.kind) {
    case 'never':
    case 'always':
      return { kind: again.kind };
    case 'after':
      return { kind: 'after', ms: rollingMs(again.duration) };
    case 'each':
      return { kind: 'each', key: lower(again.key, wayIn) };
    default:
      return unreachable(again);
  }
}

function unlessOf(unless: UnlessAst | undefined): { readonly unless?: Unless } {
  if (unless === undefined) return {};
  return { unless: { events: unless.events.map(({ value }) => value), withinMs: rollingMs(unless.within.value) } };
}

function audienceOf(to: AudienceAst | undefined, { declared, report }: Scope): { readonly to?: Audience } {
  if (to === undefined) return {};
  const segment = declared.segments.get(to.segment.value);
  if (segment === undefined) throw new Error(`unknown segment ${to.segment.value}`);
  const scope = segmentScope(declared, report);
  const by = to.onePerAccountBy;
  return {
    to: {
      segment: to.segment.value,
      when: lower(segment.when, scope),
      ...(by === undefined ? {} : { onePerAccountBy: lower(by, scope) }),
    },
  };
}

function attributeOf(attribute: ExprAst, { declared }: Scope): Pick<Extract<WatchedEntry, { kind: 'changed' }>, 'of' | 'attribute' | 'type'> {
  if (attribute.kind !== 'path') throw new Error('changed() of what is no attribute');
  const of = attribute.root.value === 'account' ? 'account' : 'lead';
  const fields = of === 'account' ? declared.accountAttributes : declared.attributes;
  const field = fields.get(attribute.name.value);
  if (field === undefined) throw new Error(`unknown attribute ${attribute.name.value}`);
  return { of, attribute: attribute.name.value, type: valueTypeOf(fieldType(field).type) };
}

/** Nobody is let in for what was so before the campaign began, unless the author says so. */
function alreadyOf(already: AlreadyAst | undefined): Already {
  if (already === undefined) return { kind: 'skip' };
  if (already.kind === 'since') return { kind: 'since', at: momentOf(already.date.value) };
  return { kind: already.kind };
}

type Schedule = Pick<Extract<WatchedEntry, { kind: 'every' }>, 'unit' | 'on' | 'time' | 'spreadMs'>;

function scheduleOf({ unit, on, time, spread }: EveryAst, wayIn: Scope): Schedule {
  return {
    unit: unit.value,
    ...(on === undefined ? {} : { on: onOf(on, wayIn) }),
    ...(time === undefined ? {} : { time: time.value }),
    ...(spread === undefined ? {} : { spreadMs: rollingMs(spread.value) }),
  };
}

function onOf(on: Exclude<EveryAst['on'], undefined>, wayIn: Scope): Exclude<Schedule['on'], undefined> {
  switch (on.kind) {
    case 'date':
      return { kind: 'date', date: lower(on.date, wayIn) };
    case 'month-day':
      return { kind: 'month-day', day: on.day.value };
    case 'weekdays':
      return { kind: 'weekdays', weekdays: on.weekdays.value };
    default:
      return unreachable(on);
  }
}
