import type { Around } from '../around.js';

/** An event as a sentence with "has" in the middle: "the lead" has "signed up". */
interface Happening {
  readonly subject: string;
  /** The subject of the sentence that denies it; left out where "not" does that. */
  readonly nothing?: string;
  readonly plural?: boolean;
  /** The participle and what belongs to it: "created a document", "been placed". */
  readonly did: string;
  /** The last time, in the past tense: "the lead last signed up". */
  readonly last: string;
}

export type Sense = 'holds' | 'fails';

/**
 * "the lead has created a project since entering", "no order has ever been placed".
 *
 * `ever`: the window is all time, which only a denial has to say.
 */
export function happened(event: string, around: Around, sense: Sense, window: string, ever = false): string {
  const { subject, nothing, plural, did } = happeningOf(event, around);
  const has = plural === true ? 'have' : 'has';
  const tail = window === '' ? '' : ` ${window}`;
  if (sense === 'holds') return `${subject} ${has} ${did}${tail}`;
  if (nothing !== undefined) return `${nothing} ${has}${ever ? ' ever' : ''} ${did}${tail}`;
  return `${subject} ${has} ${ever ? 'never' : 'not'} ${did}${tail}`;
}

/** "an order was last placed". */
export function lastHappened(event: string, around: Around): string {
  return happeningOf(event, around).last;
}

/** `project_created` is "project created". */
export function plainName(name: string): string {
  return name.replace(/_+/g, ' ').trim();
}

/** Events that the product itself brings about, where their names do not read as a sentence. */
const ownWords: Readonly<Record<string, Happening>> = {
  sdr_ready: own('the score', 'reached the target'),
  score_dropped: own('the score', 'fallen below the target', 'last fell below the target'),
  stage_changed: own('the stage', 'changed'),
  reopened: own('the lead', 'come back after a long silence', 'last came back after a long silence'),
  started: own('this campaign', 'been started by another campaign or the API', 'was last started by another campaign or the API'),
};

function own(subject: string, did: string, last = `last ${did}`): Happening {
  return { subject, did, last: `${subject} ${last}` };
}

const particles = new Set(['up', 'in', 'out', 'on', 'off', 'down', 'over', 'back']);
const irregular: Readonly<Record<string, string>> = {
  sent: 'sent', bought: 'bought', met: 'met', begun: 'began', won: 'won', lost: 'lost', left: 'left', paid: 'paid',
  read: 'read', seen: 'saw', made: 'made', built: 'built', held: 'held', done: 'did', gone: 'went', given: 'gave',
  taken: 'took', written: 'wrote', chosen: 'chose', shown: 'showed', drawn: 'drew', put: 'put', set: 'set',
};
const uncountable = new Set(['onboarding', 'training', 'billing', 'payment', 'feedback', 'support']);
/** What things do by themselves. */
const intransitive = new Set(['arrived', 'expired', 'ended', 'failed', 'bounced', 'lapsed', 'churned', 'dropped', 'changed']);
const prepositions: Readonly<Record<string, string>> = { registered: 'for', replied: 'to', subscribed: 'to', responded: 'to' };

/**
 * Reads names of the form `object_participle` and `verb_particle`; any other is quoted.
 *
 * Who acted is known where the schema says so: an act in the product, or one that costs the lead
 * effort. Of the rest only that it happened is said: an order is shipped by somebody else.
 */
function happeningOf(event: string, around: Around): Happening {
  const known = ownWords[event];
  if (known !== undefined) return known;
  const words = plainName(event).split(' ');
  const particle = words.length > 1 && particles.has(words.at(-1) ?? '') ? words.at(-1) : undefined;
  const rest = particle === undefined ? words : words.slice(0, -1);
  const participle = rest.at(-1) ?? '';
  const past = irregular[participle] ?? (/[a-z]ed$/.test(participle) ? participle : undefined);
  if (past === undefined) return { subject: `"${plainName(event)}"`, did: 'happened', last: `"${plainName(event)}" last happened` };
  const tail = particle === undefined ? '' : ` ${particle}`;
  const object = rest.slice(0, -1).join(' ');
  if (object === '') return byLead(`${participle}${tail}`, `${past}${tail}`);
  const { product, effort } = around.events.get(event) ?? {};
  if (product?.value === true || effort !== undefined) {
    const to = prepositions[participle];
    const of = `${tail}${to === undefined ? '' : ` ${to}`} ${withArticle(object)}`;
    return byLead(`${participle}${of}`, `${past}${of}`);
  }
  const plural = isPlural(object);
  const subject = withArticle(object);
  const alone = intransitive.has(participle);
  return {
    subject,
    nothing: `no ${object}`,
    plural,
    did: alone ? participle : `been ${participle}${tail}`,
    last: alone ? `${subject} last ${past}` : `${subject} ${plural ? 'were' : 'was'} last ${participle}${tail}`,
  };
}

function byLead(did: string, past: string): Happening {
  return { subject: 'the lead', did, last: `the lead last ${past}` };
}

function isPlural(noun: string): boolean {
  return /[^s]s$/.test(noun);
}

function withArticle(noun: string): string {
  if (isPlural(noun) || uncountable.has(noun)) return noun;
  return /^(?!us|uni|eu)[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
