import type { EnrolmentRefRow, EnrolmentRefs } from '../enrolment-refs.js';

/** The lead is another one by now; trying again with that one is safe. */
export class MergedLead extends Error {
  readonly into: number;

  constructor(into: number) {
    super('the lead was merged into another one');
    this.into = into;
  }
}

/** What `lead_in_force` raises, as an error of ours; anything else as it is. */
export function asMerged(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || Reflect.get(error, 'code') !== 'PE001') return error;
  const detail: unknown = Reflect.get(error, 'detail');
  return new MergedLead(Number(detail));
}

/** Does `work` with what `find` answers, and looks again where the lead was merged since. */
export async function withPresentRef<T>(
  refs: EnrolmentRefs,
  find: () => Promise<EnrolmentRefRow | undefined>,
  work: (ref: EnrolmentRefRow) => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    const ref = await find();
    if (ref === undefined) return undefined;
    try {
      return await work(ref);
    } catch (error) {
      if (!(error instanceof MergedLead)) throw error;
      refs.forgetLead(ref.leadId);
    }
  }
}
