type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The properties that have a value: an absent part of a tree is left out, never `undefined`. */
export function given<T extends object>(values: T): Given<T>;
export function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
