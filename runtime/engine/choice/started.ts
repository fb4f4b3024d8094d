import type { PastEvent } from '../types.js';

/** The built-in event that lets a lead into a campaign that something else starts. */
export const startedEvent = 'started';

/** The property that names the campaign it starts; no schema can declare a name with that sign. */
const target = '$into';

/**
 * What the started campaign is handed: the properties of the entering event, and by `campaign` the
 * one that started it; absent: the API.
 */
export function startedProperties(
  into: string,
  handedOver: Readonly<Record<string, unknown>>,
  by?: string,
): Readonly<Record<string, unknown>> {
  const { campaign: _before, ...properties } = handedOver;
  return { ...properties, ...(by === undefined ? {} : { campaign: by }), [target]: into };
}

/** Whether the event can let anybody into this campaign: a start is meant for one alone. */
export function isMeantFor({ name, properties }: Pick<PastEvent, 'name' | 'properties'>, campaign: string): boolean {
  return name !== startedEvent || properties[target] === campaign;
}
