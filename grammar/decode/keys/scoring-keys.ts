import { keyTable } from '../key-table.js';

export const scoringKeys = keyTable({
  ready: { type: 'number', required: true, doc: 'The points at which a lead is ready for sales.' },
  fit: { type: 'fit', doc: 'Points for who the lead is; the first match of a factor counts.' },
  pain: { type: 'pain', doc: 'Points for what the lead did.' },
  limits: { type: 'limits', doc: 'The most that a factor can give in all.' },
  account: { type: 'account-score', doc: 'How the scores of an account’s people make the account’s.' },
  approved: { type: 'names', doc: 'Who agreed to these rules.' },
});
