import { isStorableText } from '../../ingest/storable.js';
import { meant, readPast } from '../cell.js';
import type { Cells, ImportReader } from './kind.js';
import { leadIdColumn, readLeadId } from './lead-id.js';

/** One word of a lead about being written to, with what proves it. */
export interface ConsentRow {
  readonly userId: string;
  /** `*`: everything. */
  readonly topic: string;
  readonly granted: boolean;
  /** Epoch ms: when it was said. */
  readonly at: number;
  /** Of a double opt-in. */
  readonly confirmedAt: number | undefined;
  /** Kept with the consent. */
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** An objection to everything, also to topics that did not exist when it was made. */
export const everyTopic = '*';

const granting: readonly string[] = ['granted', 'yes', 'true', '1', 'subscribed', 'opted_in', 'opt_in'];
const withdrawing: readonly string[] = ['withdrawn', 'no', 'false', '0', 'unsubscribed', 'opted_out', 'opt_out'];

export const consentReader: ImportReader<ConsentRow> = {
  columns: () => [
    leadIdColumn,
    { name: 'topic', also: ['list', 'subscription'] },
    { name: 'state', also: ['consent', 'granted', 'status', 'subscribed'] },
    { name: 'at', also: ['time', 'timestamp', 'date', 'consented_at'] },
    { name: 'confirmed_at', also: ['confirmed'] },
    { name: 'source', also: ['form', 'origin'] },
    { name: 'wording', also: ['text', 'version'] },
    { name: 'ip_hash', also: ['ip'] },
  ],
  needs: [['user_id'], ['topic'], ['state'], ['at']],
  read(cells, { workspace, now }) {
    const userId = readLeadId(cells);
    const granted = readState(cells);
    const topic = readTopic(cells, Object.keys(workspace.topics), granted);
    const at = readTime(cells, 'at', now);
    const confirmedAt = cells.text('confirmed_at') === undefined ? undefined : readTime(cells, 'confirmed_at', now);
    if (granted === true && cells.text('source') === undefined) cells.problem('source', 'is empty; a consent needs a proof: say where it was given');
    if (granted === true && topic !== undefined && workspace.topics[topic]?.opt === 'double' && cells.text('confirmed_at') === undefined) {
      cells.problem('confirmed_at', `is empty; "${topic}" counts only once it was confirmed`);
    }
    if (at !== undefined && confirmedAt !== undefined && confirmedAt < at) cells.problem('confirmed_at', 'lies before "at"');
    const evidence = readEvidence(cells, confirmedAt);
    if (userId === undefined || granted === undefined || topic === undefined || at === undefined) return undefined;
    return { userId, topic, granted, at: confirmedAt ?? at, confirmedAt, evidence: { asked_at: at, ...evidence } };
  },
};

function readState(cells: Cells): boolean | undefined {
  const said = cells.text('state')?.toLowerCase().replaceAll(/[\s-]/g, '_');
  if (said === undefined) cells.problem('state', 'is empty');
  else if (granting.includes(said)) return true;
  else if (withdrawing.includes(said)) return false;
  else cells.problem('state', 'must be "granted" or "withdrawn"');
  return undefined;
}

function readTopic(cells: Cells, topics: readonly string[], granted: boolean | undefined): string | undefined {
  const topic = cells.text('topic');
  if (topic === undefined) cells.problem('topic', `is empty; to have said no to everything is "${everyTopic}"`);
  else if (topic === everyTopic && granted === true) cells.problem('topic', 'must be named where consent was given');
  else if (topic === everyTopic || topics.includes(topic)) return topic;
  else cells.problem('topic', `is no topic of perennial.yaml${meant(topic, topics)}`);
  return undefined;
}

function readTime(cells: Cells, column: string, now: number): number | undefined {
  const text = cells.text(column);
  if (text === undefined) {
    cells.problem(column, 'is empty; it is needed to tell which word came later');
    return undefined;
  }
  const cell = readPast(text, now);
  if (cell.kind === 'value') return cell.value;
  cells.problem(column, cell.message);
  return undefined;
}

const longestProof = 4_000;

function readEvidence(cells: Cells, confirmedAt: number | undefined): ConsentRow['evidence'] {
  const evidence: Record<string, string | number> = confirmedAt === undefined ? {} : { confirmed_at: confirmedAt };
  for (const [column, key] of [['source', 'source'], ['wording', 'text']] as const) {
    const text = cells.text(column);
    if (text === undefined) continue;
    if (text.length > longestProof || !isStorableText(text)) cells.problem(column, `must be a text of at most ${longestProof} characters`);
    else evidence[key] = text;
  }
  const from = cells.text('ip_hash');
  if (from === undefined) return evidence;
  // An address would be personal data that nobody needs: its hash proves as much.
  if (/^[0-9a-f]{16,128}$/i.test(from)) evidence['from'] = from.toLowerCase();
  else cells.problem('ip_hash', 'must be a hash in hex; an address itself is not taken');
  return evidence;
}
