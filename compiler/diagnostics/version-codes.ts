import { code } from '../../grammar/diagnostics/code.js';

/** C11xx: what the language says and this version does not run. */
export const versionCodes = {
  C1101: code<{ construct: string }>({
    rule: 'not-run-yet',
    severity: 'error',
    summary: 'something this version cannot run',
    message: ({ construct }) => `This version understands ${quoted(construct)}, but cannot run it yet.`,
    help: () => 'Leave it out for now; the language reference lists what runs.',
  }),
};

/** Words of the language stand in quotes, a description does not, nor what has quotes of its own. */
function quoted(construct: string): string {
  return /^(an?|the) |"/.test(construct) ? construct : `"${construct}"`;
}
