/** What the story gets wrong on purpose, so that one can see what happens then. */
export const deliberate = {
  /** An attribute that no schema declares. */
  undeclaredTrait: 'favourite_colour',
  /** A zone that no clock on Earth keeps. */
  unknownZone: 'Mars/Olympus_Mons',
} as const;
