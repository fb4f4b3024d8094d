import { keyTable } from '../key-table.js';

export const segmentsKeys = keyTable({
  segments: { type: 'segments', required: true, doc: 'Conditions over a lead, by name.', example: '{ customers: lead.plan == "pro" }' },
});

export const segmentKeys = keyTable({
  when: { type: 'expression', required: true, doc: 'Whom it holds for.' },
  meaning: { type: 'text', doc: 'Who they are, in words.', example: 'People who pay.' },
});
