/** What confirms a consent: written by the link in the mail alone, never believed from outside. */
const proof: readonly string[] = ['confirmed', 'evidence'];

/** The properties of an event as an application may say them: write keys stand in web pages. */
export function withoutProof(event: string, properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (event !== 'subscribed') return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !proof.includes(name)));
}
