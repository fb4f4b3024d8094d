import type { InFlightAst } from '../../ast/campaign.js';
import { namedEntries } from '../entries.js';
import { listType, namedType, type KeyTypeDefinition, type SomeKeyTypes } from '../key-type.js';

const playlists = {
  wanted: 'playlists by name',
  example: '{ library: [tip-one, tip-two] }',
} as const;

const inFlightShort = 'a choice, or one for each step';

/** What a campaign holds besides its ways in and its steps. */
export const campaignTypes: SomeKeyTypes<'playlist-items' | 'playlists' | 'in-flight'> = {
  'playlist-items': listType('playlist-item', 'a list of templates', '[tip-one, tip-two]'),
  playlists: namedType('playlist-items', 'names', playlists, (name, items) => ({
    name,
    items: items ?? [],
    span: name.span,
  })),
  'in-flight': inFlight(),
};

/** One choice for all steps, or one for each; `all` then is for the rest. */
function inFlight(): KeyTypeDefinition<InFlightAst> {
  return {
    wanted: inFlightShort,
    example: 'finish_old',
    shape: {
      kind: 'either',
      scalar: 'in-flight-choice',
      nested: { kind: 'named', of: 'in-flight-choice', names: 'names' },
    },
    decode: (input, context) => {
      const { node, key } = input;
      const below = context.types['in-flight-choice'];
      if (node.kind !== 'mapping') {
        const all = below.decode(input, context);
        return all === undefined ? undefined : { all, steps: [], span: all.span };
      }
      const choices = namedEntries(node, 'names', key, context).flatMap(({ name, entry }) => {
        const choice = below.decode({ node: entry.value, key: name.value, example: below.example }, context);
        return choice === undefined ? [] : [{ step: name, choice }];
      });
      const all = choices.find(({ step }) => step.value === 'all')?.choice;
      const steps = choices.filter(({ step }) => step.value !== 'all');
      return { ...(all === undefined ? {} : { all }), steps, span: node.span };
    },
  };
}
