import type { Plan, Step } from '../../../compiler/plan/ir.js';
import { isName } from '../../ingest/name-text.js';
import { meant, readPast } from '../cell.js';
import type { Cells, ImportReader } from './kind.js';
import { leadIdColumn, readLeadId } from './lead-id.js';

/** A message that another system sent. */
export interface SendRow {
  readonly userId: string;
  /** Both empty: it has no counterpart here, and counts for caps alone. */
  readonly campaign: string;
  readonly step: string;
  readonly class: 'marketing' | 'transactional';
  readonly channel: string;
  readonly item: string | null;
  /** Epoch ms. */
  readonly at: number;
  readonly key: string | null;
}

export const sendsReader: ImportReader<SendRow> = {
  columns: () => [
    leadIdColumn,
    { name: 'campaign', also: ['journey', 'flow', 'sequence'] },
    { name: 'step', also: ['message', 'template', 'mail'] },
    { name: 'item', also: ['playlist_item'] },
    { name: 'at', also: ['sent_at', 'time', 'timestamp', 'date'] },
    { name: 'key', also: ['message_id', 'send_key', 'event_id'] },
  ],
  needs: [['user_id'], ['at']],
  read(cells, { campaigns, now }) {
    const userId = readLeadId(cells);
    const message = readMessage(cells, campaigns);
    const said = cells.text('at');
    const at = said === undefined ? undefined : readPast(said, now);
    if (at === undefined) cells.problem('at', 'is empty; caps have to know when it was');
    else if (at.kind === 'problem') cells.problem('at', at.message);
    const key = cells.text('key') ?? null;
    if (key !== null && !isName(key)) cells.problem('key', 'must be a text of at most 255 characters');
    if (userId === undefined || message === undefined || at?.kind !== 'value') return undefined;
    return { userId, ...message, at: at.value, key };
  },
};

type Message = Pick<SendRow, 'campaign' | 'step' | 'class' | 'channel' | 'item'>;

const elsewhere: Message = { campaign: '', step: '', class: 'marketing', channel: 'email', item: null };

function readMessage(cells: Cells, campaigns: ReadonlyMap<string, Plan>): Message | undefined {
  const name = cells.text('campaign');
  const id = cells.text('step');
  const item = cells.text('item') ?? null;
  if (name === undefined && id === undefined && item === null) return elsewhere;
  const plan = name === undefined ? undefined : campaigns.get(name);
  if (name === undefined) cells.problem('campaign', 'is empty, and a step is named; leave both empty where the mail has no counterpart');
  else if (plan === undefined) cells.problem('campaign', `is no campaign in force${meant(name, campaigns.keys())}`);
  if (name === undefined || plan === undefined) return undefined;
  const step = plan.steps.find((one) => one.id === id);
  const sending = plan.steps.filter(sends).map((one) => one.id);
  if (id === undefined) cells.problem('step', `is empty; ${name} has ${sending.join(', ')}`);
  else if (step === undefined || !sends(step)) cells.problem('step', `is no step of ${name} that sends${meant(id, sending)}`);
  if (step === undefined || id === undefined || !sends(step)) return undefined;
  if (step.kind === 'send') {
    if (item !== null) cells.problem('item', `is given, and "${id}" plays nothing`);
    return { campaign: name, step: id, class: step.email.class, channel: step.channel, item: null };
  }
  return item === null ? playsNothing(cells, id) : played(cells, name, step, item);
}

function playsNothing(cells: Cells, id: string): undefined {
  cells.problem('item', `is empty; "${id}" plays a list: say which, like library/first-tip`);
  return undefined;
}

function played(cells: Cells, campaign: string, step: Step, item: string): Message | undefined {
  if (step.kind !== 'repeat' || step.round.kind !== 'play') return undefined;
  const { playlist, items, email } = step.round;
  const known = items.map(({ template }) => `${playlist}/${template}`);
  if (known.includes(item)) return { campaign, step: step.id, class: email.class, channel: 'email', item };
  cells.problem('item', `is none of "${playlist}"${meant(item, known)}`);
  return undefined;
}

function sends(step: Step): step is Extract<Step, { kind: 'send' | 'repeat' }> {
  return step.kind === 'send' || (step.kind === 'repeat' && step.round.kind === 'play');
}
