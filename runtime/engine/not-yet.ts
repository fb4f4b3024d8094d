/**
 * For what a plan can say and this engine cannot run.
 *
 * @throws always: `check` refuses it before there is a release, so only a bug gets here
 */
export function notYet(construct: string): never {
  throw new Error(`${construct} is not in this version; check refuses it`);
}
