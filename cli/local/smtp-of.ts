import type { ServiceOptions } from '../../runtime/service/service-options.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { addressOf } from './address-of.js';

/** The port on which mail servers speak TLS from the first byte (RFC 8314); on any other STARTTLS where it is offered. */
const tlsPort = 465;

/**
 * The mail server of the environment, with its login where one is set.
 *
 * @throws UsageError when none is named, or half a login
 */
export function smtpOf(env: Host['env'], help: string): ServiceOptions['smtp'] {
  const address = env['PERENNIAL_SMTP'];
  if (address === undefined || address === '') throw new UsageError('PERENNIAL_SMTP is not set.', help);
  const { host, port } = addressOf('PERENNIAL_SMTP', address);
  const user = env['PERENNIAL_SMTP_USER'] ?? '';
  const pass = env['PERENNIAL_SMTP_PASSWORD'] ?? '';
  if ((user === '') !== (pass === '')) {
    throw new UsageError(`${user === '' ? 'PERENNIAL_SMTP_USER' : 'PERENNIAL_SMTP_PASSWORD'} is not set.`, 'A login is a user and a password; set both or neither.');
  }
  return { host, port, ...(port === tlsPort ? { secure: true } : {}), ...(user === '' ? {} : { auth: { user, pass } }) };
}
