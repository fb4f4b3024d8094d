import { channelSettings } from '../../channels/channel-settings.js';
import { isRecord } from '../../extensions/is-record.js';
import type { JsonSchema } from '../../extensions/manifest.js';
import { channelKinds } from '../../plan/ir.js';
import type { Item } from './item.js';
import type { Surroundings } from './surroundings.js';
import { keysOn } from './surroundings.js';

/** Whether the place lies within a channel of perennial.yaml. */
export function isInChannel({ kind, path }: Surroundings): boolean {
  const [first, name] = keysOn(path);
  return kind === 'workspace' && first === 'channels' && name !== undefined;
}

/** What a channel can be. */
export function channelKindItems({ knowledge: { declared } }: Surroundings): readonly Item[] {
  const own = channelKinds.map((label): Item => ({ label, kind: 'value', rank: 1 }));
  return [...own, ...[...declared.extensions.channels].map(([label, { summary }]): Item => ({ label, kind: 'value', detail: summary }))];
}

/** The settings that a channel of its kind takes and does not have yet. */
export function channelSettingItems(around: Surroundings, written: ReadonlySet<string>): readonly Item[] {
  return Object.entries(settingsOf(around))
    .filter(([name]) => !written.has(name))
    .map(([name, schema]) => ({ label: name, kind: 'key', insert: `${name}: `, ...(schema.description === undefined ? {} : { documentation: schema.description }) }));
}

/** What can stand behind a setting: a truth value, or the attribute that holds the address. */
export function channelValueItems(setting: string, around: Surroundings): readonly Item[] {
  if (setting === 'address') return [...around.knowledge.declared.attributes.keys()].map((label) => ({ label, kind: 'attribute' }));
  return settingsOf(around)[setting]?.type === 'boolean' ? ['true', 'false'].map((label) => ({ label, kind: 'value' })) : [];
}

interface Setting {
  readonly type: unknown;
  readonly description: string | undefined;
}

function settingsOf({ beside, knowledge: { declared } }: Surroundings): Readonly<Record<string, Setting>> {
  const own: Readonly<Record<string, JsonSchema>> = channelSettings;
  const kind = beside.get('kind') ?? '';
  const properties = (declared.extensions.channels.get(kind)?.config ?? (Object.hasOwn(own, kind) ? own[kind] : undefined))?.['properties'];
  if (!isRecord(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const { type, description } = isRecord(schema) ? schema : {};
      return [name, { type, description: typeof description === 'string' ? description : undefined }];
    }),
  );
}
