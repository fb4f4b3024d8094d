/** Undefined for what is no JSON. */
export function parseJson(body: Buffer | string): unknown {
  try {
    const value: unknown = JSON.parse(body.toString());
    return value;
  } catch {
    return undefined;
  }
}

/** What stands at the end of a path; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = Reflect.get(here, name);
  }
  return here;
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Epoch ms of a time as text; `otherwise` where it is none. */
export function timeAt(otherwise: number, value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path);
  if (typeof found === 'number') return Math.floor(found * 1000);
  const ms = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(ms) ? otherwise : ms;
}
