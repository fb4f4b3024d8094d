import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Finding } from './finding.js';

/**
 * What Gmail and Yahoo (since February 2024) and Outlook (since May 2025) ask of who sends much, as
 * far as it hangs on settings here; and how long personal data is kept.
 */
export function bulkRules({ retention }: WorkspacePlan, env: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  return [oneClick(env['PERENNIAL_PUBLIC_URL']), kept(retention)];
}

function oneClick(publicUrl: string | undefined): Finding {
  const what = 'One click';
  if (publicUrl === undefined || publicUrl === '') {
    return { state: 'note', what, text: 'PERENNIAL_PUBLIC_URL is not set here: mail needs one that readers reach, or nobody can unsubscribe' };
  }
  if (!publicUrl.startsWith('https://')) {
    return { state: 'bad', what, text: `PERENNIAL_PUBLIC_URL is ${publicUrl}: mail programs offer their button for https:// alone (RFC 8058)` };
  }
  return { state: 'good', what, text: `marketing mail has List-Unsubscribe and List-Unsubscribe-Post, and leads to ${publicUrl}` };
}

function kept(retention: WorkspacePlan['retention']): Finding {
  const what = 'Retention';
  if (retention?.eventsMs === undefined) return { state: 'note', what, text: 'events are kept for ever. In perennial.yaml: retention: { events: 2y }' };
  return { state: 'good', what, text: 'perennial.yaml says how long events are kept' };
}
