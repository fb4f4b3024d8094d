import type { OpenMessage } from '../../compiler/open-messages.js';
import { closest, quotedList } from '../../grammar/did-you-mean.js';
import { UsageError } from '../exit-code.js';
import { wordingName } from './open-book.js';

/**
 * The template of that name: `welcome/hello`, `hello` where no other campaign has one, or its file.
 *
 * @throws UsageError that names the nearest
 */
export function findMessage(messages: readonly OpenMessage[], word: string): OpenMessage {
  const name = word.replace(/^(?:.*\/)?templates\//, '').replace(/\.(?:mjml|txt)$/, '');
  const key = name.includes('/') ? name.replace(/\..*$/, '') : name;
  const found = messages.filter((message) => message.key === key || message.name === key);
  const [first, ...others] = found;
  if (first === undefined) {
    const names = [...messages.map((message) => message.key), ...messages.map((message) => message.name)];
    const [near] = closest(key, names, 1);
    throw new UsageError(
      `There is no template "${word}".`,
      near === undefined ? 'See them all: perennial preview' : `Did you mean: perennial preview ${near}`,
    );
  }
  if (others.length > 0) {
    throw new UsageError(`Several campaigns have a template "${word}".`, `Name one of ${quotedList(found.map((one) => one.key))}.`);
  }
  return first;
}

/**
 * The wording for a variant and a locale; without either the default.
 *
 * @throws UsageError when the template has no such file
 */
export function findWording(message: OpenMessage, variant: string | undefined, locale: string | undefined): string {
  if (variant === undefined && locale === undefined) return '';
  const found = message.alternatives.find(
    (one) => one.variant === variant && one.locale === locale && one.channel === undefined,
  );
  if (found !== undefined) return wordingName(found);
  const wanted = [variant, locale].filter((part) => part !== undefined).join('.');
  const known = message.alternatives.map(wordingName);
  throw new UsageError(
    `There is no file for "${wanted}" of ${message.key}.`,
    known.length === 0 ? 'It has a default and nothing else.' : `There is ${quotedList(known, 'and')}.`,
  );
}
