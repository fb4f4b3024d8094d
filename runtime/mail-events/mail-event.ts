/** What became of one message, in one shape whoever tells it: a mailbox, a provider or a link. */
export interface MailEvent {
  /** Of the message: 40 hex digits, the part of its Message-ID before the `@`. */
  readonly sendKey: string;
  readonly act: 'delivered' | 'opened' | 'clicked' | 'replied' | 'bounced' | 'complained' | 'unsubscribed';
  /** Of a bounce. */
  readonly bounce?: BounceClass;
  /** Epoch ms. */
  readonly at: number;
  /** A program did it: it is kept, and counts for nothing. */
  readonly machine: boolean;
  /** The link that was followed. */
  readonly link?: string;
  /** Who told it. */
  readonly source: string;
  /** The same for the same thing told twice by one source. */
  readonly dedupKey: string;
}

/**
 * `hard`: there is no such mailbox. `soft`: it could not take the message now. `policy`: its server
 * would not have this message, which says nothing about the person.
 */
export type BounceClass = 'hard' | 'soft' | 'policy';
