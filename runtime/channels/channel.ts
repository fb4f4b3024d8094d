/** A message ready to be handed over: rendered for one lead. */
export interface OutgoingMail {
  /** Deterministic, from the send key: `<…@domain>` with the angle brackets. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** HTTPS (or loopback) address for one-click unsubscribe; absent for transactional mail. */
  readonly unsubscribeUrl?: string;
  /** Epoch ms for the Date header; absent: the moment the message is composed. */
  readonly date?: number;
}

/** No such mailbox, as its server says; or no address at all. */
export type Unreachable = 'no_mailbox' | 'malformed';

/** What the other side said. Out of reach before the point of no return is an error, thrown. */
export type Outcome =
  | { readonly kind: 'sent'; readonly response: string }
  /** A permanent refusal (SMTP 5xx). `suppress`: why the address must not be written to again. */
  | { readonly kind: 'refused'; readonly response: string; readonly suppress: false | Unreachable }
  /** It cannot be known whether the message was accepted. */
  | { readonly kind: 'unknown'; readonly response: string };

/**
 * One way to reach a person.
 *
 * `deliver` awaits `underWay` just before the point of no return (for SMTP the final dot) and
 * gives up when it rejects. It throws only when nothing can have been accepted: trying again is
 * safe. It ends within `deadlineMs`.
 */
export interface Channel {
  readonly deadlineMs: number;
  deliver(mail: OutgoingMail, underWay: () => Promise<void>): Promise<Outcome>;
  /** Asks whether the message with this id was accepted; `unknown` where nobody can say. */
  lookUp(messageId: string): Promise<Outcome>;
  close(): Promise<void>;
}
