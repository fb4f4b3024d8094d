import { code } from '../../grammar/diagnostics/code.js';

/** C12xx: what must never stand in a file. */
export const securityCodes = {
  C1201: code<{ what: string }>({
    rule: 'secret-in-file',
    severity: 'error',
    summary: 'a secret in a file',
    message: ({ what }) => `This looks like ${what}; whoever reads the repository can use it.`,
    help: () => 'Revoke it, remove it, and name an environment variable or a secret of the channel instead.',
  }),
};
