const hidden = '[secret]';

/** Replaces secrets in whatever is about to be kept or shown, in texts at any depth. */
export function redactor(secrets: readonly string[]): <T>(value: T) => T {
  const known = secrets.filter((secret) => secret.length >= 4);
  if (known.length === 0) return (value) => value;
  return (value) => {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) return value;
    // As they stand in JSON: a quote in a secret is written as two characters there.
    const cleaned = known.reduce((left, secret) => left.replaceAll(JSON.stringify(secret).slice(1, -1), hidden), text);
    return cleaned === text ? value : JSON.parse(cleaned);
  };
}
