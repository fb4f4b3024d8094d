import type { FieldAst } from '../../../grammar/ast/schema.js';
import { stepsOf } from '../../names/steps-of.js';
import { fieldType, inWords } from '../../types/type.js';
import { describeField, describeSymbol } from '../words/describe-symbol.js';
import type { NamedSymbol, SymbolKind } from '../symbols/symbol.js';
import type { Item, ItemKind } from './item.js';
import type { Surroundings } from './surroundings.js';

const itemKinds: { readonly [Kind in SymbolKind]: ItemKind } = {
  campaign: 'name',
  step: 'name',
  template: 'file',
  playlist: 'name',
  attribute: 'attribute',
  event: 'event',
  property: 'attribute',
  segment: 'name',
  list: 'name',
  topic: 'name',
  sender: 'name',
  hours: 'name',
};

/** Everything of a kind that has a name here. */
export function itemsOf(kind: SymbolKind, around: Surroundings): readonly Item[] {
  return namesOf(kind, around).map((symbol) => {
    const documentation = describeSymbol(symbol, around.knowledge);
    const meaning = kind === 'event' ? around.knowledge.declared.events.get(symbol.name)?.ast.meaning?.value : undefined;
    return {
      label: symbol.name,
      kind: itemKinds[kind],
      detail: meaning ?? kind,
      ...(documentation === undefined ? {} : { documentation }),
      // Most campaigns look at what the application sends.
      rank: kind === 'event' && around.knowledge.declared.events.get(symbol.name)?.ast.span.file === '' ? 6 : 2,
    };
  });
}

function namesOf(kind: SymbolKind, { knowledge: { declared, project }, campaign, campaignName }: Surroundings): readonly NamedSymbol[] {
  const of = campaignName ?? '';
  const named = (names: Iterable<string>, where?: string): readonly NamedSymbol[] =>
    [...names].map((name) => ({ kind, name, ...(where === undefined ? {} : { of: where }) }));
  switch (kind) {
    case 'campaign':
      return named(declared.campaigns.keys());
    case 'step':
      return named(stepsOf(campaign?.steps ?? []).map(({ id }) => id.value).filter((id) => id !== ''), of);
    case 'template':
      return named([...project.templates.values()].filter((files) => files.campaign === of).map(({ name }) => name), of);
    case 'playlist':
      return named((campaign?.playlists ?? []).map(({ name }) => name.value), of);
    case 'event':
      return named(declared.events.keys());
    case 'segment':
      return named(declared.segments.keys());
    case 'list':
      return named(declared.lists.keys());
    case 'topic':
      return named(declared.topics.keys());
    case 'sender':
      return named(declared.senders.keys());
    case 'hours':
      return named(declared.hours.keys());
    case 'attribute':
    case 'property':
      return [];
  }
}

/** `lead.plan` with its type, and its meaning below. */
export function fieldItem(name: string, field: FieldAst, rank = 2): Item {
  const meaning = field.meaning?.value;
  return {
    label: name,
    kind: 'attribute',
    detail: `${inWords(fieldType(field).type)}${meaning === undefined ? '' : `: ${meaning}`}`,
    documentation: describeField(name, field),
    rank,
  };
}

/** Ids of steps that send. */
export function messageItems(around: Surroundings): readonly Item[] {
  const { declared } = around.knowledge;
  const own = declared.sends.get(around.campaignName ?? '') ?? [];
  const others = [...declared.sends].filter(([campaign]) => campaign !== around.campaignName);
  return [
    ...[...own].map((id): Item => ({ label: id, kind: 'name', detail: 'message of this campaign', rank: 1 })),
    ...others.flatMap(([campaign, ids]) =>
      [...ids].map((id): Item => ({ label: `${campaign}/${id}`, kind: 'name', detail: `message of ${campaign}`, rank: 6 })),
    ),
  ];
}
