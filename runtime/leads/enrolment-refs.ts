import { statement } from '../store/database.js';
import type { Database } from '../store/database.js';

/** What of an enrolment hardly ever changes: a merge gives it another lead. */
export interface EnrolmentRefRow {
  readonly id: string;
  readonly leadId: number;
  readonly campaign: string;
  readonly planHash: string;
}

/** Finds the lead of an enrolment before its lock can be taken; remembers the latest. */
export interface EnrolmentRefs {
  /** Undefined where there is none; or no longer. */
  find(enrolmentId: string): Promise<EnrolmentRefRow | undefined>;
  /** By the key of a send. */
  findBySend(sendKey: string): Promise<EnrolmentRefRow | undefined>;
  /** Saves the hand-over of a fresh claim its look-up. */
  noteSend(sendKey: string, ref: EnrolmentRefRow): void;
  /** Of a lead that was merged into another one. */
  forgetLead(leadId: number): void;
}

const limit = 20_000;

export function createEnrolmentRefs(db: Database): EnrolmentRefs {
  const byId = new Map<string, EnrolmentRefRow>();
  const bySend = new Map<string, EnrolmentRefRow>();
  return {
    async find(enrolmentId) {
      const known = byId.get(enrolmentId);
      if (known !== undefined) return known;
      if (!uuid.test(enrolmentId)) return undefined;
      const [row] = await db.query(refById, [enrolmentId]);
      return row === undefined ? undefined : remember(byId, enrolmentId, row);
    },
    async findBySend(sendKey) {
      const known = bySend.get(sendKey);
      if (known !== undefined) return known;
      const [row] = await db.query(refBySend, [sendKey]);
      return row === undefined ? undefined : remember(bySend, sendKey, row);
    },
    noteSend(sendKey, ref) {
      remember(bySend, sendKey, ref);
    },
    forgetLead(leadId) {
      for (const map of [byId, bySend]) for (const [key, ref] of map) if (ref.leadId === leadId) map.delete(key);
    },
  };
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function remember(map: Map<string, EnrolmentRefRow>, key: string, ref: EnrolmentRefRow): EnrolmentRefRow {
  // The oldest goes: a Map keeps the order in which keys came.
  if (map.size >= limit) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  map.set(key, ref);
  return ref;
}

const columns = 'e.id, e.lead_id as "leadId", e.campaign, e.plan_hash as "planHash"';

const refById = statement<EnrolmentRefRow>('enrolment-ref', `select ${columns} from enrolments e where e.id = $1`);

const refBySend = statement<EnrolmentRefRow>(
  'enrolment-ref-by-send',
  `select ${columns} from claims c join enrolments e on e.id = c.enrolment_id where c.key = $1`,
);
