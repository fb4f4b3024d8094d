import { nameForms } from '../../compiler/extensions/manifest-form.js';
import { PluginError } from './plugin-error.js';

const examples = {
  action: 'slack-post',
  channel: 'push-notice',
  trigger: 'slack-reaction',
  event: 'reaction_added',
  function: 'email_domain',
} as const;

/** @throws PluginError when campaigns could not write the name, or the version is none */
export function demandNames(what: 'action' | 'channel' | 'trigger' | 'function', name: string, version: number): void {
  demandName(what, name);
  if (!Number.isInteger(version) || version < 1) {
    throw new PluginError(`The version of the ${what} "${name}" must be a whole number from 1.`);
  }
}

/** @throws PluginError */
export function demandName(what: keyof typeof nameForms, name: string): void {
  if (!new RegExp(nameForms[what]).test(name)) {
    throw new PluginError(`"${name}" is no name of ${what === 'action' || what === 'event' ? 'an' : 'a'} ${what}; write it like ${examples[what]}.`);
  }
}
