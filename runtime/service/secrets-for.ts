/** The values of the secrets that were declared, as far as they are set where this process runs. */
export function secretsFor(names: readonly string[], secretOf: (name: string) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = secretOf(name);
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
}
