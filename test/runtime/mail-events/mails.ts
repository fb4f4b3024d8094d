/** Mails as they come in, of servers and people. */

export const key = '0123456789abcdef0123456789abcdef01234567';
export const ourId = `<${key}@northwind.example>`;

/** In the form of RFC 3464, appendix E. */
export function bounce({ action = 'failed', status = '5.1.1', diagnostic = '', id = ourId } = {}): string {
  return mail([
    'Return-Path: <>',
    'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
    'To: <anna@northwind.example>',
    'Subject: Returned mail: User unknown',
    `Message-ID: <bounce-of-${id.slice(1, 9)}-${status}@mx.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
    '',
    '--B',
    '',
    'The original message could not be delivered.',
    '--B',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    'Arrival-Date: Mon, 2 Mar 2026 12:00:00 +0000',
    '',
    'Original-Recipient: rfc822;ada@ada.example',
    'Final-Recipient: rfc822;ada@ada.example',
    `Action: ${action}`,
    `Status: ${status}`,
    ...(diagnostic === '' ? [] : [`Diagnostic-Code: smtp;`, `  ${diagnostic}`]),
    '',
    '--B',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${id}`,
    'From: Anna <anna@northwind.example>',
    'Subject: Hello',
    'Content-Type: text/plain',
    '',
    'Hello',
    '--B--',
  ]);
}

/** In the form of RFC 5965, appendix B: the recipient is hidden. */
export function complaint(type = 'abuse'): string {
  return mail([
    'From: <abusedesk@mailbox.example>',
    'To: <anna@northwind.example>',
    'Subject: FW: Hello',
    'Message-ID: <complaint-1@mailbox.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="B"',
    '',
    '--B',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--B',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    '',
    '--B',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${ourId}`,
    'Subject: Hello',
    '',
    '--B--',
  ]);
}

export function reply(more: readonly string[] = [], { from = 'Ada <ada@ada.example>', subject = 'Re: Hello' } = {}): string {
  return mail([
    `From: ${from}`,
    'To: <anna@northwind.example>',
    `Subject: ${subject}`,
    'Message-ID: <reply-1@ada.example>',
    `In-Reply-To: ${ourId}`,
    ...more,
    '',
    'Yes, please.',
  ]);
}

function mail(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
