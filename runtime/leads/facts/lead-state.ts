import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Facts } from '../../engine/types.js';
import { wishesAmong } from './note-wishes.js';

/** One lead as it stands in the store. */
export interface LeadState {
  readonly id: number;
  /** The application's own. */
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly fit: number;
  readonly pain: number;
  /** First touch, epoch ms. */
  readonly firstSeen: number;
  /** Since when the score is at or over the target. */
  readonly readySince: number | null;
  /** By name: what came and could not be taken. */
  readonly undeclared: Readonly<Record<string, unknown>>;
  readonly consents: Readonly<Record<string, Consent>>;
  readonly suppressed: boolean;
  /** The store's id of the lead's account; and since when, by the word of the latest group call. */
  readonly accountId: number | null;
  readonly accountSince: number | null;
  /** When the next of its points fades away, epoch ms. */
  readonly fadesAt: number | null;
}

export interface Consent {
  readonly granted: boolean;
  readonly at: number;
}

/** An objection to everything, also to topics that did not exist when it was made. */
export const everyTopic = '*';

export function leadFacts(lead: LeadState, workspace: WorkspacePlan): Facts['lead'] {
  return {
    id: lead.userId,
    attributes: lead.attributes,
    score: { fit: lead.fit, pain: lead.pain, since: lead.firstSeen },
    consent: consentByTopic(lead.consents, workspace),
    wishes: wishesAmong(lead.consents),
    suppressed: lead.suppressed,
  };
}

function consentByTopic(
  consents: LeadState['consents'],
  workspace: WorkspacePlan,
): Readonly<Record<string, boolean>> {
  const given: Record<string, boolean> = {};
  const overall = consents[everyTopic];
  for (const topic of Object.keys(workspace.topics)) {
    const consent = consents[topic] ?? overall;
    if (consent !== undefined) given[topic] = consent.granted;
  }
  return given;
}

/** SQL: whether the lead `alias` may not be written to, by a hash that outlives an erasure. */
export function suppressedSql(alias: string): string {
  return `exists (select from suppressions s where s.address_hash = ${addressHashSql(`${alias}.attributes->>'email'`)})`;
}

/** SQL: SHA-256 of a lower-cased address, in hex. */
export function addressHashSql(address: string): string {
  return `encode(sha256(convert_to(lower(trim(${address})), 'UTF8')), 'hex')`;
}
