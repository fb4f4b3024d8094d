import { expect, test } from 'vitest';
import { isOfDomain } from '../../../../runtime/channels/email/smtp-reply.js';

const later = { afterDot: false, command: 'RCPT TO', code: 451, response: '451 4.7.1 later' };

test.each([
  ['a recipient that is put off', later, true],
  ['content that is put off', { ...later, command: 'DATA', afterDot: true }, true],
  ['a sender that is put off', { ...later, command: 'MAIL FROM' }, false],
  ['content that is not asked for yet', { ...later, command: 'DATA' }, false],
  ['a server that closes', { ...later, code: 421, response: '421 4.3.2 closing' }, false],
  ['a full mailbox', { ...later, code: 452, response: '452 4.2.2 over quota' }, false],
  ['a refusal for good', { ...later, code: 550, response: '550 5.7.1 no' }, false],
  ['a connection that broke', { afterDot: false, response: 'it broke' }, false],
] as const)('%s speaks of the whole domain, or not', (_, failure, whole) => {
  expect(isOfDomain(failure)).toBe(whole);
});
