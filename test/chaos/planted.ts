/** A defect of the service, put in from outside: what it says to the database is changed on the wire. */
export const plants = {
  doubled: {
    promise: 'the mark before the final dot is not kept: who comes after a crash sends again',
    says: `'under_way', rendered_hash`,
    instead: `'claimed'  , rendered_hash`,
  },
  missing: {
    promise: 'a message counts as sent before its final dot: what fails there never comes again',
    says: `'under_way', rendered_hash`,
    instead: `'sent'     , rendered_hash`,
  },
} as const;

export type Plant = keyof typeof plants;

/** The bytes with the defect in them; undefined where they do not hold its place. */
export function withPlant(plant: Plant, bytes: Buffer): Buffer | undefined {
  const { says, instead } = plants[plant];
  let at = bytes.indexOf(says);
  if (at < 0) return undefined;
  const changed = Buffer.from(bytes);
  for (; at >= 0; at = changed.indexOf(says, at + 1)) changed.write(instead, at, 'latin1');
  return changed;
}
