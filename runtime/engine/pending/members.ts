import type { WorkspacePlan } from '../../../compiler/plan/ir.js';

/**
 * The people of a group, sorted: what the channel of that name says under `members`, by commas.
 * Empty where nobody says.
 */
export function membersOf({ channels = {} }: WorkspacePlan, group: string): readonly string[] {
  const said = Object.hasOwn(channels, group) ? channels[group]?.settings['members'] : undefined;
  if (typeof said !== 'string') return [];
  const names = said.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

/** The name of the channel that tells of every team's tasks. */
const everyTeam = 'tasks';

/**
 * The channel that tells another system of a task: the group's own, the team's, or the one for all
 * of them. Only one of kind `task` that says where.
 */
export function tellerOf({ channels = {} }: WorkspacePlan, team: string, group: string | undefined): string | undefined {
  return [group ?? team, team, everyTeam].find((name) => {
    const channel = Object.hasOwn(channels, name) ? channels[name] : undefined;
    return channel?.kind === 'task' && ('url' in channel.settings || 'url_secret' in channel.settings);
  });
}
