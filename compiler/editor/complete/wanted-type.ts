import type { IToken } from 'chevrotain';
import * as t from '../../../grammar/expressions/tokens.js';
import type { FieldAst } from '../../../grammar/ast/schema.js';
import { fieldType } from '../../types/type.js';
import type { Type } from '../../types/type.js';
import { propertiesOf } from '../symbols/of-expression.js';
import { enteringEvents } from '../symbols/of-campaign.js';
import type { Surroundings } from './surroundings.js';

/** The type of what can stand behind these tokens; undefined where anything can. */
export function wantedType(before: readonly IToken[], around: Surroundings): Type | undefined {
  const last = before.at(-1);
  if (last === undefined) return undefined;
  if (last.tokenType === t.Compare) return typeOfOperand(before.slice(0, -1), around);
  if (last.tokenType === t.Contains || last.tokenType === t.With) return { kind: 'text' };
  const list = openList(before);
  return list === undefined ? undefined : typeOfOperand(before.slice(0, list), around);
}

/** Behind `in [`: where the operand before it ends. */
function openList(before: readonly IToken[]): number | undefined {
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const type = before[at]?.tokenType;
    if (type === t.RightBracket) return undefined;
    if (type === t.LeftBracket) return before[at - 1]?.tokenType === t.In ? withoutNot(before, at - 1) : undefined;
  }
  return undefined;
}

function withoutNot(before: readonly IToken[], at: number): number {
  return before[at - 1]?.tokenType === t.Not ? at - 1 : at;
}

/** The type of the operand that the tokens end with. */
function typeOfOperand(tokens: readonly IToken[], around: Surroundings): Type | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (last.tokenType === t.Path) {
    const field = fieldOf(last.image, tokens, around);
    if (field !== undefined) return fieldType(field).type;
    return /^(?:score|rfm)\./.test(last.image) ? { kind: 'number' } : undefined;
  }
  if (last.tokenType !== t.RightParen) {
    return tokens.at(-2)?.tokenType === t.Since ? { kind: 'duration' } : undefined;
  }
  const name = beforeBracket(tokens);
  return name === t.Count || name === t.Sum ? { kind: 'number' } : undefined;
}

function beforeBracket(tokens: readonly IToken[]): IToken['tokenType'] | undefined {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const type = tokens[at]?.tokenType;
    if (type === t.RightParen) depth += 1;
    if (type === t.LeftParen) depth -= 1;
    if (depth === 0) return tokens[at - 1]?.tokenType;
  }
  return undefined;
}

/** The attribute or property that a path names. */
function fieldOf(path: string, tokens: readonly IToken[], around: Surroundings): FieldAst | undefined {
  const { declared } = around.knowledge;
  const [root, name = ''] = path.split('.');
  if (root === 'lead') return declared.attributes.get(name);
  if (root === 'account') return declared.accountAttributes.get(name);
  const events = root === 'event' ? testedEvents(tokens, around) : root === 'entry' ? entered(around) : [];
  const [event] = propertiesOf(events, name, declared);
  return declared.events.get(event ?? '')?.properties.get(name);
}

/** The events that brought the lead in. */
export function entered({ campaign }: Surroundings): readonly string[] {
  return campaign === undefined ? [] : enteringEvents(campaign);
}

/** The event that `event.x` speaks of behind these tokens; empty where none is looked at. */
export function testedEvents(tokens: readonly IToken[], { beside }: Surroundings): readonly string[] {
  const where = tokens.findLastIndex(({ tokenType }) => tokenType === t.Where);
  if (where >= 0) {
    // `did(signed_up ever where`, `activated where`, `10 on page_viewed where`.
    const open = tokens.slice(0, where).findLastIndex(({ tokenType }) => tokenType === t.LeftParen || tokenType === t.On);
    const event = tokens[open + 1]?.image.split('.')[0];
    return event === undefined ? [] : [event];
  }
  const on = beside.get('on')?.replace(/\s.*$/, '');
  return on === undefined || on === '' ? [] : [on];
}
