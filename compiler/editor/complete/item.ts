export type ItemKind = 'key' | 'step' | 'keyword' | 'value' | 'attribute' | 'event' | 'name' | 'file' | 'function' | 'unit' | 'operator';

/** One thing that could be typed. */
export interface Item {
  readonly label: string;
  readonly kind: ItemKind;
  /** In short, beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Left out: the label. */
  readonly insert?: string;
  /** `insert` holds places to fill in: `${1:words}`. */
  readonly isSnippet?: true;
  /** 0 stands first; left out: 5. */
  readonly rank?: number;
}

export interface Completion {
  readonly items: readonly Item[];
  /** What is typed already and is replaced: offsets in the file. */
  readonly start: number;
  readonly end: number;
}
