/** One thing said about a lead, checked and ready to be stored. */
export interface IncomingEvent {
  /** Who said it; message ids are unique within a source. */
  readonly source: string;
  readonly messageId: string;
  readonly userId: string;
  readonly kind: 'identify' | 'track' | 'group';
  /** The event's name; `identify` for a change of attributes, `group` for one of the account. */
  readonly name: string;
  /** When it happened, epoch ms, put right for a client's wrong clock. */
  readonly at: number;
  /** When it came in, epoch ms. */
  readonly receivedAt: number;
  /** Of the event; for `identify` the attributes; for `group` the account's id (`group_id`) and its `traits`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Other names of the same person, said along with it. */
  readonly joins?: readonly string[];
}

/** Stores events in one commit, in order, and answers for each; throws when the store is out of reach. */
export type Append = (items: readonly IncomingEvent[]) => Promise<readonly ('stored' | 'duplicate')[]>;
