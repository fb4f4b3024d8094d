import { isLanguage } from './languages.js';

/** Channels whose messages are a text and nothing else. */
export const textChannels = ['sms'] as const;
export type TextChannel = (typeof textChannels)[number];

/** What a file name says beside the template's name; all absent: the default. */
export interface Alternative {
  /** A value of what `variants:` picks by. */
  readonly variant?: string;
  /** BCP 47: `de`, `pt-BR`. */
  readonly locale?: string;
  readonly channel?: TextChannel;
}

export interface TemplateName {
  /** Of the template: what stands before the first dot. */
  readonly name: string;
  readonly alternative: Alternative;
  /** Why this is no name of a template, and how to mend it. */
  readonly problem?: { readonly because: string; readonly help: string };
}

/**
 * Reads `hello.decision_maker.de` and `hello.sms`: the name of a template's file without its ending.
 *
 * A part that is a language of ISO 639, alone or with script and region, is a locale; a text channel
 * is one; any other part is a variant.
 */
export function readTemplateName(file: string, extension: 'mjml' | 'txt'): TemplateName {
  const [name = '', ...parts] = file.split('.');
  let alternative: Alternative = {};
  const refuse = (because: string, help: string): TemplateName => ({ name, alternative, problem: { because, help } });
  for (const part of parts) {
    if (part === '') return refuse('has a part without a letter', 'Write one dot between the parts.');
    const kind = kindOf(part);
    if (kind === 'miswritten locale') {
      return refuse(`has the locale "${part}"`, `Locales are written like this: ${wellWritten(part)}.`);
    }
    const known = alternative[kind];
    if (known !== undefined) {
      return refuse(`has two parts that are a ${kind}: "${known}" and "${part}"`, `Keep one ${kind} in the name.`);
    }
    if (kind === 'channel' && extension === 'mjml') {
      return refuse(`is a layout for "${part}", which has only text`, 'Write it as a .txt file.');
    }
    alternative = { ...alternative, [kind]: part };
  }
  return { name, alternative };
}

export function isLocale(part: string): boolean {
  return kindOf(part) === 'locale';
}

/** `hello.decision_maker.de`: how an alternative is spoken of, and its file named. */
export function alternativeName(name: string, { variant, locale, channel }: Alternative): string {
  return [name, variant, locale, channel].filter((part) => part !== undefined).join('.');
}

const tag = /^([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?$/;

function kindOf(part: string): keyof Alternative | 'miswritten locale' {
  if (textChannels.some((channel) => channel === part)) return 'channel';
  const [, language = '', script, region] = tag.exec(part) ?? [];
  if (!isLanguage(language.toLowerCase())) return 'variant';
  if (wellWritten(part) === part) return 'locale';
  // `at-risk` and `SMB` are words, `pt-br` and `DE` are locales in a hurry.
  if (script !== undefined) return 'variant';
  return region !== undefined || /^[A-Z]{2}$/.test(language) ? 'miswritten locale' : 'variant';
}

/** RFC 5646, 2.1.1: language small, script with one capital, region in capitals. */
function wellWritten(part: string): string {
  const [, language = '', script, region] = tag.exec(part) ?? [];
  return [
    language.toLowerCase(),
    script === undefined ? undefined : script.charAt(0).toUpperCase() + script.slice(1).toLowerCase(),
    region?.toUpperCase(),
  ]
    .filter((one) => one !== undefined)
    .join('-');
}
