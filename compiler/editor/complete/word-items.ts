import * as t from '../../../grammar/expressions/tokens.js';
import { stepsOf } from '../../names/steps-of.js';
import { languageWords } from '../words/key-words.js';
import type { Item } from './item.js';
import { itemsOf, messageItems } from './named-items.js';
import type { Spot } from './phrase-items.js';

/** Single words that can stand here: names of whatever the rule of the grammar asks for. */
export function wordItems(rule: string, outer: string | undefined, spot: Spot): readonly Item[] {
  const { around, tokens } = spot;
  const last = tokens.at(-1)?.tokenType;
  switch (rule) {
    case 'history':
    case 'sequence':
    case 'painRule':
      return itemsOf('event', around);
    case 'message':
      return messageItems(around);
    case 'call':
      return spot.wanted === undefined || tokens.length === 0 ? functionItems(spot) : [];
    case 'value':
      return valueWords(spot);
    case 'inFlight':
      return last === undefined ? words('finish_old', 'adopt', 'move_to', 'end') : itemsOf('step', around);
    case 'limit':
      return words('bounces', 'complaints', 'unsubscribes');
    case 'name':
      return names(outer ?? '', spot);
    default:
      return last === t.Since ? itemsOf('event', around) : [];
  }
}

function names(rule: string, spot: Spot): readonly Item[] {
  const { around, tokens } = spot;
  const last = tokens.at(-1)?.tokenType;
  switch (rule) {
    case 'trigger':
    case 'goal':
    case 'unless':
    case 'painRule':
    case 'sequence':
    case 'history':
      return itemsOf('event', around);
    case 'email':
      if (last === t.Topic) return itemsOf('topic', around);
      if (last === t.From) return itemsOf('sender', around);
      return last === t.Hours ? itemsOf('hours', around) : [];
    case 'audience':
      return itemsOf('segment', around);
    case 'comparisonTail':
      return last === t.Campaign ? itemsOf('campaign', around) : [];
    case 'playlistItem':
      return itemsOf('template', around);
    case 'inFlight':
      return itemsOf('step', around);
    case 'best':
      return armItems(spot);
    case 'assign':
      return last === t.By ? words('rotation', 'random', 'owner') : [];
    default:
      return last === t.Since ? itemsOf('event', around) : [];
  }
}

/** A word where a value can stand: an event to wait for, or a group behind `lead in`. */
function valueWords({ tokens, key, around }: Spot): readonly Item[] {
  const last = tokens.at(-1)?.tokenType;
  if (last === undefined) return key === 'for' ? itemsOf('event', around) : [];
  const subject = tokens.at(tokens.at(-2)?.tokenType === t.Not ? -3 : -2)?.tokenType;
  if (last === t.In && (subject === t.Lead || subject === t.Account)) {
    return [...(subject === t.Lead ? itemsOf('segment', around) : []), ...itemsOf('list', around)];
  }
  return [];
}

function functionItems({ around }: Spot): readonly Item[] {
  return [...around.knowledge.declared.extensions.functions].map(([name, { summary }]) => ({
    label: name,
    kind: 'function',
    detail: summary,
    insert: `${name}(\${1})`,
    isSnippet: true,
    rank: 5,
  }));
}

function armItems({ around }: Spot): readonly Item[] {
  const splits = stepsOf(around.campaign?.steps ?? []).flatMap((step) => (step.kind === 'split' ? step.arms : []));
  return splits.map(({ name }) => ({ label: name.value, kind: 'name', detail: 'arm', rank: 1 }));
}

function words(...all: readonly string[]): readonly Item[] {
  return all.map((label, rank) => {
    const detail = languageWords[label];
    return { label, kind: 'keyword', rank, ...(detail === undefined ? {} : { detail }) };
  });
}
