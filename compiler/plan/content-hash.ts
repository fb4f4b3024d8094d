import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { Plan, PlanContent } from './ir.js';

/** What a lead is pinned to: SHA-256, hex. Two files that mean the same have one hash. */
export function planHash(plan: Plan): string {
  return hashOf(plan);
}

/** What reaches leads already inside: SHA-256, hex. */
export function contentHash(content: PlanContent): string {
  return hashOf(content);
}

/** SHA-256 of the canonical JSON, hex. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}
