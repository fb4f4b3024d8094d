/**
 * For what a plan can say and this engine cannot run.
 *
 * @throws always: `check` refuses it before there is a release, so only a bug gets here
 */
export function notYet(construct: string): never {
  throw new Error(`${construct} is not in this version; check refuses it`);
}

/** Messages over other channels than e-mail are one of those. */
export function mailOnly(channel: string): 'email' {
  return channel === 'email' ? channel : notYet(`the channel ${channel}`);
}
