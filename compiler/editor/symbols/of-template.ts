import type { Source } from '../../../grammar/span.js';
import type { Declared } from '../../names/declared.js';
import { liquidPieces } from '../../templates/liquid/liquid-pieces.js';
import { enteringEvents } from './of-campaign.js';
import { propertiesOf } from './of-expression.js';
import type { Occurrence } from './symbol.js';
import { reference } from './symbol.js';

const roots = /(?<![\w.])(lead|account|entry)\.([A-Za-z_]\w*)/g;
const quoted = /"[^"]*"|'[^']*'/g;

/** Attributes and properties that a template of a campaign shows or asks for. */
export function ofTemplate({ path, text }: Source, campaign: string, declared: Declared): readonly Occurrence[] {
  const ast = declared.campaigns.get(campaign);
  return liquidPieces(text).flatMap((piece) => {
    // What stands in quotes is text, whatever it looks like; offsets stay true.
    const bare = piece.text.replace(quoted, (words) => ' '.repeat(words.length));
    return [...bare.matchAll(roots)].flatMap(({ 1: root = '', 2: name = '', index }) => {
      const start = piece.start + index + root.length + 1;
      const located = { value: name, span: { file: path, start, end: start + name.length } };
      if (root === 'lead' || root === 'account') return [reference('attribute', located, root)];
      const events = ast === undefined ? [] : propertiesOf(enteringEvents(ast), name, declared);
      return events.map((event) => reference('property', located, event));
    });
  });
}
