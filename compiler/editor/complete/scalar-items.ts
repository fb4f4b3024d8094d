import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { KeyType } from '../../../grammar/decode/key-table.js';
import type { FieldAst } from '../../../grammar/ast/schema.js';
import type { SymbolKind } from '../symbols/symbol.js';
import { campaignKinds } from '../../names/built-in.js';
import { stepsOf } from '../../names/steps-of.js';
import { channelKindItems, channelValueItems, isInChannel } from './channel-items.js';
import type { Item } from './item.js';
import { itemsOf } from './named-items.js';
import type { Surroundings } from './surroundings.js';
import { keysOn } from './surroundings.js';

/** What can stand as the value of a key that holds no phrase: names, words, values of attributes. */
export function scalarItems(type: KeyType, key: string, around: Surroundings): readonly Item[] {
  const { shape, example } = allKeyTypes[type];
  if (shape.kind === 'scalar' && shape.words !== undefined) return shape.words.map((label, rank) => ({ label, kind: 'value', rank }));
  switch (type) {
    case 'boolean':
      return ['true', 'false'].map((label) => ({ label, kind: 'value' }));
    case 'name':
      return nameItems(key, around);
    case 'value':
      return isInChannel(around) ? channelValueItems(key, around) : fieldValues(fieldAt(key, around));
    case 'moment':
    case 'calendar-day':
      return [{ label: example, kind: 'value', insert: `\${1:${example}}`, isSnippet: true }];
    default:
      return [];
  }
}

/** The values of an enum or a truth value; else an example. */
export function fieldValues(field: FieldAst | undefined): readonly Item[] {
  if (field?.type?.value === 'boolean') return ['true', 'false'].map((label) => ({ label, kind: 'value' }));
  const values = field?.values ?? (field?.example === undefined ? [] : [field.example]);
  return values.map(({ value }) => ({ label: String(value), kind: 'value', detail: field?.values === undefined ? 'for example' : 'a value of the enum' }));
}

/** `lead: { plan: … }` and `with: { plan: … }` of a test. */
export function fieldAt(name: string, around: Surroundings): FieldAst | undefined {
  return fieldsAt(around)?.get(name);
}

/** The attributes or properties that the mapping around the cursor can hold. */
export function fieldsAt({ path, knowledge: { declared }, beside, outer }: Surroundings): ReadonlyMap<string, FieldAst> | undefined {
  const keys = keysOn(path);
  const holder = keys.findLast((key) => key === 'lead' || key === 'account' || key === 'with');
  if (holder === 'lead') return declared.attributes;
  if (holder === 'account') return declared.accountAttributes;
  return holder === 'with' ? declared.events.get(outer.get('event') ?? beside.get('event') ?? '')?.properties : undefined;
}

/** By the key: what sort of name it wants. */
const symbols: Readonly<Record<string, SymbolKind>> = {
  template: 'template',
  send: 'template',
  start: 'campaign',
  campaign: 'campaign',
  excludes: 'campaign',
  priority: 'campaign',
  event: 'event',
  on: 'event',
  activation: 'event',
  play: 'playlist',
  sent: 'step',
  skipped: 'step',
  task: 'step',
};

const endings = { goal: 'the goal was reached', left: 'a way out was taken', finished: 'the last step was done', late: 'a moment was past' } as const;

function nameItems(key: string, around: Surroundings): readonly Item[] {
  const { knowledge, kind, campaign } = around;
  const { declared } = knowledge;
  const plain = (names: Iterable<string>): readonly Item[] => [...names].map((label) => ({ label, kind: 'name' }));
  // A campaign names itself once; a task of a campaign is new.
  if (kind === 'campaign' && key === 'campaign' && keysOn(around.path).length === 1) return plain(fileName(around));
  if (kind === 'campaign' && key === 'task') return [];
  switch (key) {
    case 'kind':
      if (isInChannel(around)) return channelKindItems(around);
      return plain([...campaignKinds, ...(declared.workspace?.kinds ?? []).map(({ value }) => value)]);
    case 'stage':
      return plain(declared.stages);
    case 'channel':
      return plain(['email', ...declared.channels.keys()]);
    case 'action':
    case 'do':
      return [...declared.extensions.actions].map(([label, { summary }]) => ({ label, kind: 'function', detail: summary }));
    case 'left':
      return Object.entries(endings).map(([label, detail]) => ({ label, kind: 'value', detail }));
    case 'outcome':
      return plain(stepsOf(campaign?.steps ?? []).flatMap((step) => (step.kind === 'task' ? step.outcomes.map(({ name }) => name.value) : [])));
    default: {
      const symbol = symbols[key];
      return symbol === undefined ? [] : stepsThat(key, itemsOf(symbol, around), around);
    }
  }
}

function fileName({ campaignName }: Surroundings): readonly string[] {
  return campaignName === undefined ? [] : [campaignName];
}

/** `sent` wants a step that sends. */
function stepsThat(key: string, items: readonly Item[], { campaign }: Surroundings): readonly Item[] {
  const wanted = key === 'task' ? 'task' : key === 'sent' || key === 'skipped' ? 'send' : undefined;
  if (wanted === undefined) return items;
  const ids = new Set(stepsOf(campaign?.steps ?? []).filter(({ kind }) => kind === wanted).map(({ id }) => id.value));
  return items.filter(({ label }) => ids.has(label));
}
