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
  /** What it is about, for receivers that are applications. */
  readonly about?: { readonly userId: string; readonly campaign: string; readonly step: string };
  /** Of a task: whose it is, and how to answer. */
  readonly task?: {
    readonly assignee: string | null;
    /** Epoch ms. */
    readonly dueAt: number;
    /** The answers that the lead waits for; without any, `done` alone. */
    readonly outcomes: readonly string[];
    /** Where the answer is posted. */
    readonly answerTo: string;
  };
}

/** No such mailbox, as its server says; or no address at all. */
export type Unreachable = 'no_mailbox' | 'malformed';

/** What the other side said. Out of reach before the point of no return is an error, thrown. */
export type Outcome =
  /** `note`: what the timeline says instead of "accepted"; never personal data. */
  | { readonly kind: 'sent'; readonly response: string; readonly note?: string }
  /** A permanent refusal (SMTP 5xx). `suppress`: why the address must not be written to again. */
  | { readonly kind: 'refused'; readonly response: string; readonly suppress: false | Unreachable }
  /** It cannot be known whether the message was accepted. */
  | { readonly kind: 'unknown'; readonly response: string };

/** Nothing was accepted, and the other side says when to ask again. */
export class TryLater extends Error {
  readonly afterMs: number;
  /** What the timeline says of a wait that is our own doing: nobody was asked; never an address. */
  readonly note: string | undefined;

  constructor(message: string, afterMs: number, note?: string) {
    super(message);
    this.name = 'TryLater';
    this.afterMs = afterMs;
    this.note = note;
  }
}

/**
 * One way to reach a person.
 *
 * `deliver` awaits `underWay` just before the point of no return (for SMTP the final dot) and
 * gives up when it rejects. It throws only when nothing can have been accepted: trying again is
 * safe, at a moment that a `TryLater` names. It ends within `deadlineMs`.
 */
export interface Channel {
  readonly deadlineMs: number;
  deliver(mail: OutgoingMail, underWay: () => Promise<void>): Promise<Outcome>;
  /** Asks whether the message with this id was accepted; `unknown` where nobody can say. */
  lookUp(messageId: string): Promise<Outcome>;
  close(): Promise<void>;
}
