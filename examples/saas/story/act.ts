import type { Person } from './person.js';

export type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

/** One call of the application; `at` in epoch ms, UTC. */
export type StoryAct =
  | { readonly at: number; readonly kind: 'identify'; readonly userId: string; readonly traits: Values }
  | {
      readonly at: number;
      readonly kind: 'track';
      readonly userId: string;
      readonly name: string;
      readonly properties: Values;
    };

export function identify({ userId }: Person, at: number, traits: Values): StoryAct {
  return { at, kind: 'identify', userId, traits };
}

export function track({ userId }: Person, at: number, name: string, properties: Values = {}): StoryAct {
  return { at, kind: 'track', userId, name, properties };
}
