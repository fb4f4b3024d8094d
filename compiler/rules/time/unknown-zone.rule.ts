import { projectRule } from '../rule.js';

/** A zone that does not exist would only show when the first message is due. */
export const unknownZone = projectRule('C6102', ({ declared, report }) => {
  const zone = declared.workspace?.zone;
  if (zone !== undefined && !exists(zone.value)) report(zone.span, { zone: zone.value });
});

function exists(zone: string): boolean {
  // An offset such as +02:00 is accepted by Intl, but it knows no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
