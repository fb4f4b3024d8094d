import { isDeepStrictEqual } from 'node:util';
import { stageAttribute, stageEvent } from '../../../engine/stage.js';
import type { Affairs, InboxEvent } from '../../affairs.js';
import { isHeard } from './hears.js';
import type { OwnEvent } from './own-events.js';
import { changeEvent } from '../watching.js';

/** Tells that the lead has come to another stage. */
export function tellStage(affairs: Affairs, event: InboxEvent, before: Affairs['lead']): readonly OwnEvent[] {
  const [was, is] = [before.attributes[stageAttribute], affairs.lead.attributes[stageAttribute]];
  if (isDeepStrictEqual(was, is) || !isHeard(affairs, stageEvent)) return [];
  return [changeEvent(stageEvent, event, was, is)];
}
