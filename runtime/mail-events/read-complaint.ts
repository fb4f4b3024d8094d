import { fieldGroups } from './field-groups.js';

/**
 * Whether a feedback report (ARF, RFC 5965) says that the reader did not want the message. A report
 * of another type, such as `not-spam` or `auth-failure`, is no complaint.
 */
export function isComplaint(report: string): boolean {
  const type = fieldGroups(report)[0]?.get('feedback-type')?.toLowerCase();
  return type === 'abuse' || type === 'fraud' || type === 'opt-out' || type === 'opt-out-list';
}
