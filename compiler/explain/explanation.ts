/** A campaign in words, before anybody knows how wide the page is. */
export interface Explanation {
  readonly campaign: string;
  readonly title: string;
  /** What sort of campaign it is, for whom, whose. */
  readonly about: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly items: readonly Item[];
}

/** A paragraph, and what hangs on it. */
export interface Item {
  /** `dash` for one of several, a number for a step; left out for plain prose. */
  readonly mark?: 'dash' | number;
  /** The step's id, or another name that stands over the words. */
  readonly name?: string;
  readonly text: string;
  readonly below?: readonly Item[];
}

export function dashed(texts: readonly string[]): readonly Item[] {
  return texts.map((text) => ({ mark: 'dash', text }));
}

export function plain(text: string): Item {
  return { text };
}
