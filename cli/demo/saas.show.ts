import type { StoryAct } from '../../examples/saas/story.js';
import { tellStory } from '../../examples/saas/story.js';
import { beginning, ninetyDays } from '../../examples/saas/story/calendar.js';
import type { Moment } from '../../runtime/simulate/conductor.js';
import { counted } from '../print/counted.js';
import type { Door, Show, ShowOptions } from './show.js';

/** About two hundred invented leads and customers of a document service, through ninety days. */
export function saasShow({ seed, leads = 200 }: ShowOptions): Show {
  return {
    name: 'saas',
    title: `Northwind Documents: ${counted(leads, 'lead')} through ninety days`,
    folder: 'examples/saas',
    start: beginning,
    until: beginning + ninetyDays,
    moments: (door) => momentsOf(tellStory(seed, leads), door),
  };
}

function momentsOf(acts: readonly StoryAct[], door: Door): readonly Moment[] {
  const byTime = new Map<number, StoryAct[]>();
  for (const act of acts) byTime.set(act.at, [...(byTime.get(act.at) ?? []), act]);
  return [...byTime].map(([at, together]) => ({
    at,
    users: [...new Set(together.map(({ userId }) => userId))],
    play: () => post(together, at, door),
  }));
}

/** Posts all that happens at one moment as one batch, and demands that all of it was taken. */
async function post(acts: readonly StoryAct[], at: number, { ingestUrl, writeKey }: Door): Promise<void> {
  const batch = acts.map((act, index) => ({
    type: act.kind,
    userId: act.userId,
    messageId: `${at}-${index}`,
    timestamp: new Date(at).toISOString(),
    ...(act.kind === 'track' ? { event: act.name, properties: act.properties } : { traits: act.traits }),
  }));
  const response = await fetch(`${ingestUrl}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"rejected"')) throw new Error(`the ingest API refused the story's act: ${answer}`);
}
