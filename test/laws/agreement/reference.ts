import type { ExprAst, WindowAst } from '../../../grammar/ast/expression.js';

/**
 * The meaning of expressions, a second time: straight from the reference of the language, over the
 * tree as it is written, sharing nothing with compiler and engine. Slow, plain, and only for laws.
 */
export interface World {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly score: { readonly fit: number; readonly pain: number };
  readonly now: number;
  readonly entry: Event;
  readonly enteredAt: number;
  readonly events: readonly Event[];
  readonly sends: readonly { readonly campaign: string; readonly step: string; readonly state: string; readonly at: number }[];
  readonly acts?: readonly { readonly campaign: string; readonly step: string; readonly act: string; readonly at: number }[] | undefined;
  readonly account?: { readonly attributes: Readonly<Record<string, unknown>> } | undefined;
  readonly rfm?: { readonly r: number; readonly f: number; readonly m: number; readonly rank: number; readonly latencyMs?: number } | undefined;
  readonly lists?: ReadonlySet<string> | undefined;
  readonly campaigns?: ReadonlySet<string> | undefined;
  /** The event under test. */
  readonly event?: Event;
  /** What each of them asks for. */
  readonly segments: Readonly<Record<string, ExprAst>>;
}

interface Event {
  readonly seq: number;
  readonly name: string;
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Value =
  | { readonly is: 'truth'; readonly it: boolean }
  | { readonly is: 'number'; readonly it: number }
  | { readonly is: 'text'; readonly it: string }
  | { readonly is: 'day'; readonly it: string }
  | { readonly is: 'moment'; readonly it: number }
  | { readonly is: 'length'; readonly it: number };

const unknown = undefined;
type Maybe = Value | undefined;

/** What `law-scope.ts` declares. An attribute without a default is optional. */
const schema: Readonly<Record<string, { readonly is: Value['is']; readonly default?: unknown }>> = {
  'lead.name': { is: 'text', default: '' },
  'lead.size': { is: 'number', default: 0 },
  'lead.staff': { is: 'truth', default: false },
  'lead.plan': { is: 'text', default: 'free' },
  'lead.day': { is: 'day', default: '2026-01-01' },
  'lead.moment': { is: 'moment', default: '2026-01-01T00:00:00Z' },
  'lead.maybe': { is: 'text' },
  'lead.maybe_size': { is: 'number' },
  'account.size': { is: 'number' },
  'account.tier': { is: 'text', default: 'free' },
  'entry.plan': { is: 'text', default: 'free' },
  'event.total': { is: 'number' },
  'event.code': { is: 'text', default: 'ab' },
  'event.items': { is: 'number', default: 2 },
};

/** True, false, or undefined for unknown. */
export function meaningOf(condition: ExprAst, world: World): boolean | undefined {
  const value = evaluate(condition, world);
  if (value !== unknown && value.is !== 'truth') throw new Error(`a condition is a ${value.is}`);
  return value?.it;
}

function evaluate(ast: ExprAst, world: World): Maybe {
  switch (ast.kind) {
    case 'boolean':
      return { is: 'truth', it: ast.value };
    case 'number':
      return { is: 'number', it: ast.value };
    case 'text':
      return { is: 'text', it: ast.value };
    case 'date':
      return { is: 'day', it: ast.value };
    case 'duration':
      return { is: 'length', it: ast.value.amount * lengths[ast.value.unit] };
    case 'now':
      return { is: 'moment', it: world.now };
    case 'path':
      return read(ast.root.value, ast.name.value, world);
    case 'not': {
      const truth = truthOf(ast.operand, world);
      return truth === unknown ? unknown : { is: 'truth', it: !truth };
    }
    case 'logic': {
      const truths = ast.operands.map((operand) => truthOf(operand, world));
      // Kleene: the worst of all for "and", the best for "or", where unknown lies in the middle.
      const ranks = truths.map((truth) => (truth === unknown ? 1 : truth ? 2 : 0));
      const rank = ast.operator === 'and' ? Math.min(...ranks) : Math.max(...ranks);
      return rank === 1 ? unknown : { is: 'truth', it: rank === 2 };
    }
    case 'compare': {
      const sides = alike(evaluate(ast.left, world), evaluate(ast.right, world));
      if (sides === unknown) return unknown;
      const sign = order(...sides);
      const it = { '==': sign === 0, '!=': sign !== 0, '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }[ast.operator];
      return { is: 'truth', it };
    }
    case 'text-test': {
      const [whole, part] = [evaluate(ast.left, world), evaluate(ast.right, world)];
      if (whole?.is !== 'text' || part?.is !== 'text') return unknown;
      const at = { contains: whole.it.indexOf(part.it), 'starts with': whole.it.slice(0, part.it.length) === part.it ? 0 : -1, 'ends with': part.it === '' ? 0 : whole.it.slice(-part.it.length) === part.it ? 0 : -1 }[ast.operator];
      return { is: 'truth', it: at !== -1 };
    }
    case 'is-set':
      return { is: 'truth', it: (evaluate(ast.operand, world) !== unknown) !== ast.negated };
    case 'in': {
      const value = evaluate(ast.left, world);
      const found = value === unknown ? unknown : isIn(value, ast.right, world);
      return found === unknown ? unknown : { is: 'truth', it: found !== ast.negated };
    }
    case 'arithmetic':
      return calculate(ast.operator, evaluate(ast.left, world), evaluate(ast.right, world));
    case 'history': {
      const found = happened(ast.event.value, ast.window, ast.where, world);
      if (found === unknown) return unknown;
      const last = found.at(-1);
      const name = ast.property?.value ?? '';
      const declared = schema[`event.${name}`] ?? { is: 'text' };
      const values = found.map(({ properties }) => as(properties[name], declared.is) ?? as(declared.default, declared.is));
      switch (ast.function) {
        case 'did':
          return { is: 'truth', it: last !== undefined };
        case 'count':
          return { is: 'number', it: found.length };
        case 'sum':
          return finite('number', values.reduce((sum, value) => sum + (value?.is === 'number' ? value.it : 0), 0));
        case 'latest':
          return values.at(-1);
      }
      return unknown;
    }
    case 'message': {
      const frame = frameOf(ast.window, world);
      if (frame === unknown) return unknown;
      // A message in the moment of the entry was sent because of it, and so is what was done with it.
      const isIn = (at: number): boolean => frame({ seq: Number.POSITIVE_INFINITY, name: '', at, properties: {} });
      if (ast.act !== 'sent') {
        const done = (world.acts ?? []).filter(({ act, campaign, step }) => act === ast.act && campaign === (ast.campaign?.value ?? 'demo') && step === ast.step.value);
        return { is: 'truth', it: done.some(({ at }) => at <= world.now && isIn(at)) };
      }
      const sent = world.sends.filter(
        ({ campaign, step, state }) => campaign === (ast.campaign?.value ?? 'demo') && step === ast.step.value && (state === 'sent' || state === 'unknown'),
      );
      return { is: 'truth', it: sent.some(({ at }) => isIn(at)) };
    }
    case 'time-since': {
      const last = happened(ast.event.value, { kind: 'ever', span: ast.span }, undefined, world)?.at(-1);
      return last === undefined ? unknown : { is: 'length', it: world.now - last.at };
    }
    case 'sequence': {
      const frame = frameOf(ast.window, world);
      if (frame === unknown) return unknown;
      const past = world.events.filter((event) => event.at <= world.now && frame(event)).map(({ name }) => name);
      return { is: 'truth', it: inThisOrder(ast.events.map(({ value }) => value), past) };
    }
    case 'member': {
      if (ast.of === 'campaign') return { is: 'truth', it: (world.campaigns?.has(ast.name.value) ?? false) !== ast.negated };
      if (allLists.includes(ast.name.value)) return { is: 'truth', it: (world.lists?.has(ast.name.value) ?? false) !== ast.negated };
      const segment = world.segments[ast.name.value];
      if (segment === undefined) throw new Error(`nobody declared ${ast.name.value}`);
      const truth = truthOf(segment, world);
      return truth === unknown ? unknown : { is: 'truth', it: truth !== ast.negated };
    }
    case 'call': {
      // `domain_of` of `facts.ts`, the only function there: without an answer for "", and broken for "B".
      const [text] = ast.arguments.map((argument) => evaluate(argument, world));
      return text?.is !== 'text' || text.it === '' || text.it === 'B' ? unknown : { is: 'text', it: `@${text.it}` };
    }
    case 'list':
    case 'range':
    case 'word':
      throw new Error(`the law does not make a ${ast.kind} here`);
  }
}

const allLists = ['vips', 'targets'];

/** Whether the names can be found among those that happened, each behind the one before. */
function inThisOrder([first, ...others]: readonly string[], happenedNames: readonly string[]): boolean {
  if (first === undefined) return true;
  return happenedNames.some((name, index) => name === first && inThisOrder(others, happenedNames.slice(index + 1)));
}

const secondMs = 1000;
const dayMs = 86_400 * secondMs;
const lengths = { s: secondMs, min: 60 * secondMs, h: 3600 * secondMs, d: dayMs, w: 7 * dayMs, mo: 30 * dayMs, y: 365 * dayMs };

function truthOf(ast: ExprAst, world: World): boolean | undefined {
  const value = evaluate(ast, world);
  return value?.is === 'truth' ? value.it : unknown;
}

/** Of who never bought nothing is known, and of who bought once no latency. */
function ranked(name: string, { rfm }: World): Maybe {
  if (rfm === undefined) return unknown;
  if (name === 'latency') return rfm.latencyMs === undefined ? unknown : { is: 'length', it: rfm.latencyMs };
  return { is: 'number', it: { r: rfm.r, f: rfm.f, m: rfm.m, rank: rfm.rank }[name] ?? 0 };
}

function read(root: string, name: string, world: World): Maybe {
  if (root === 'score') return { is: 'number', it: { fit: world.score.fit, pain: world.score.pain, total: world.score.fit + world.score.pain }[name] ?? 0 };
  if (root === 'rfm') return ranked(name, world);
  const declared = schema[`${root}.${name}`];
  if (declared === undefined) throw new Error(`nobody declared ${root}.${name}`);
  // A default is of an account that does not say it, and of no lead without an account.
  if (root === 'account' && world.account === undefined) return unknown;
  const from = root === 'account' ? world.account?.attributes : root === 'lead' ? world.attributes : root === 'entry' ? world.entry.properties : world.event?.properties;
  return as(from?.[name], declared.is) ?? as(declared.default, declared.is);
}

/** Data that breaks its schema is missing data. */
function as(raw: unknown, is: Value['is']): Maybe {
  switch (is) {
    case 'truth':
      return raw === true || raw === false ? { is, it: raw } : unknown;
    case 'number':
      return typeof raw === 'number' ? finite(is, raw) : unknown;
    case 'text':
      return typeof raw === 'string' ? { is, it: raw } : unknown;
    case 'day':
      return typeof raw === 'string' && /^\d\d\d\d-\d\d-\d\d/.test(raw) ? { is, it: raw.slice(0, 10) } : unknown;
    case 'moment':
      return finite(is, typeof raw === 'string' ? new Date(raw).getTime() : typeof raw === 'number' ? raw : Number.NaN);
    case 'length':
      return unknown;
  }
}

function finite(is: 'number' | 'moment' | 'length', it: number): Maybe {
  return it > Number.NEGATIVE_INFINITY && it < Number.POSITIVE_INFINITY ? { is, it } : unknown;
}

/** A written day beside a moment is its midnight in UTC. */
function alike(left: Maybe, right: Maybe): readonly [Value, Value] | undefined {
  if (left === unknown || right === unknown) return unknown;
  if (left.is === right.is) return [left, right];
  const [one, other] = [midnight(left), midnight(right)];
  if (one.is !== other.is) throw new Error(`a ${left.is} is compared with a ${right.is}`);
  return [one, other];
}

function midnight(value: Value): Value {
  return value.is === 'day' ? { is: 'moment', it: new Date(`${value.it}T00:00:00.000Z`).getTime() } : value;
}

function isIn(value: Value, group: ExprAst, world: World): boolean | undefined {
  if (group.kind === 'list') return group.items.some((item) => alike(value, evaluate(item, world))?.every(({ it }) => it === value.it));
  if (group.kind !== 'range') throw new Error(`in a ${group.kind}`);
  const [from, to] = [alike(value, evaluate(group.from, world)), alike(value, evaluate(group.to, world))];
  return from === unknown || to === unknown ? unknown : order(...from) >= 0 && order(...to) <= 0;
}

/** Of two values of one kind: below zero where the left one comes first. */
function order(left: Value, right: Value): number {
  if (left.is !== 'text' || right.is !== 'text') return Number(left.it > right.it) - Number(left.it < right.it);
  const [one, other] = [left.it, right.it].map((text) => Array.from(text, (sign) => sign.codePointAt(0) ?? 0));
  const at = (one ?? []).findIndex((sign, index) => sign !== other?.[index]);
  if (at === -1) return (one?.length ?? 0) - (other?.length ?? 0);
  return (one?.[at] ?? 0) - (other?.[at] ?? -1);
}

/** Division by zero and what is too large are unknown. */
function calculate(operator: '+' | '-' | '*' | '/', left: Maybe, right: Maybe): Maybe {
  if (left === unknown || right === unknown) return unknown;
  if (left.is === 'text' && right.is === 'text') return { is: 'text', it: [left.it, right.it].join('') };
  const [one, other] = [Number(left.it), Number(right.it)];
  const it = operator === '+' ? one + other : operator === '-' ? one - other : operator === '*' ? one * other : one / other;
  const kinds = `${left.is} ${operator} ${right.is}`;
  if (kinds === 'moment - moment') return finite('length', it);
  if (kinds === 'length / length') return finite('number', it);
  if (left.is === 'moment' || right.is === 'moment') return finite('moment', it);
  return finite(left.is === 'length' || right.is === 'length' ? 'length' : 'number', it);
}

function happened(name: string, window: WindowAst, where: ExprAst | undefined, world: World): readonly Event[] | undefined {
  const frame = frameOf(window, world);
  if (frame === unknown) return unknown;
  const past = world.events.filter((event) => event.name === name && event.at <= world.now && frame(event));
  return where === undefined ? past : past.filter((event) => truthOf(where, { ...world, event }) === true);
}

type Frame = (event: Event) => boolean;

function frameOf(window: WindowAst, world: World): Frame | undefined {
  const { entry, enteredAt } = world;
  const isLater: Frame = ({ at, seq }) => at > enteredAt || (at === enteredAt && seq > entry.seq);
  switch (window.kind) {
    case 'ever':
      return () => true;
    case 'since-entry':
      return isLater;
    case 'before-entry':
      return (event) => event.seq !== entry.seq && !isLater(event);
    case 'in-last': {
      const ms = window.duration.amount * lengths[window.duration.unit];
      return ({ at }) => world.now - at < ms;
    }
    case 'between': {
      const [from, to] = [window.from, window.to].map((bound) => evaluate(bound, world)).map((bound) => bound && midnight(bound));
      if (from === undefined || to === undefined) return unknown;
      return ({ at }) => at >= Number(from.it) && at <= Number(to.it);
    }
  }
}
