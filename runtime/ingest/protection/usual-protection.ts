/** What one caller may do to the others. */
export interface Protection {
  /** Requests within `windowMs`. */
  readonly perKey: number;
  readonly perAddress: number;
  readonly windowMs: number;
}

export const usualProtection: Protection = { perKey: 10_000, perAddress: 3_000, windowMs: 10_000 };
