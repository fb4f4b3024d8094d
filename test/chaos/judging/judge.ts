import type { Mail } from '../campaigns.js';
import { cap, mailOfStep, mailsFor } from '../campaigns.js';
import type { Lead } from '../leads.js';
import type { Refusal, Taken } from '../post-office.js';

/** What is known when all is over: what the mail server took, and what the service wrote down of it. */
export interface Evidence {
  readonly leads: readonly Lead[];
  readonly taken: readonly Taken[];
  readonly refusals: readonly Refusal[];
  readonly enrolments: readonly EnrolmentRow[];
  readonly decisions: readonly DecisionRow[];
  readonly claims: readonly ClaimRow[];
}

export interface EnrolmentRow {
  readonly user: string;
  readonly campaign: string;
  readonly ending: string | null;
}

export interface DecisionRow {
  readonly user: string;
  readonly campaign: string;
  readonly step: string | null;
  readonly code: string;
  readonly detail: string | null;
}

export interface ClaimRow {
  readonly user: string;
  readonly campaign: string;
  readonly step: string;
  readonly state: string;
}

export interface Verdict {
  /** Enrolments without an end, or that never began. */
  readonly lost: number;
  /** Mails under `unsure: skip` that were taken again, and any mail that came under another Message-ID. */
  readonly doubled: number;
  /** Mails under `unsure: repeat` that never came, for no reason that anybody gave. */
  readonly missing: number;
  /** Mails that were one too many for their window. */
  readonly capBreaks: number;
  /** Sends and skips that the log does not explain. */
  readonly unexplained: number;
  /** Mails of which nobody knows, as the service says itself. */
  readonly unknown: number;
  /** Of everything that is not nothing above, one line. */
  readonly findings: readonly string[];
}

/** A rest that was stored counts as due one second early, so a window may open that much too soon. */
const earlyMs = 1_000;

/** Counts what must not be; `findings` says where. */
export function judge(evidence: Evidence): Verdict {
  const findings: string[] = [];
  const counts = { lost: 0, doubled: 0, missing: 0, capBreaks: 0, unexplained: 0 };
  const find = (kind: keyof typeof counts, what: string, times = 1): void => {
    if (times <= 0) return;
    counts[kind] += times;
    findings.push(`${kind}: ${what}`);
  };
  const files = filesOf(evidence);
  for (const lead of evidence.leads) {
    for (const file of files.of(lead)) {
      judgeMail(file, find);
    }
    for (const campaign of new Set(mailsFor(lead.unsure, lead.buys).map((mail) => mail.campaign))) {
      if ((files.endingOf(lead, campaign) ?? null) === null) find('lost', `${lead.user} in ${campaign}`);
    }
    for (const taken of overCap(files.takenBy(lead))) find('capBreaks', `${lead.user} got ${taken.campaign}/${taken.name}`);
  }
  for (const { to, campaign, name } of files.strange()) find('unexplained', `${campaign}/${name} to ${to} is nobody's`);
  return { ...counts, unknown: evidence.claims.filter(({ state }) => state === 'unknown').length, findings };
}

/** All that is known of one mail to one lead. */
interface File {
  readonly lead: Lead;
  readonly mail: Mail;
  readonly taken: readonly Taken[];
  readonly decisions: readonly DecisionRow[];
  readonly state: string | undefined;
  readonly refusals: readonly Refusal[];
  readonly ending: string | null | undefined;
  /** Whether the log says that the lead left the campaign. */
  readonly leaving: boolean;
}

function judgeMail(file: File, find: (kind: 'doubled' | 'missing' | 'unexplained', what: string, times?: number) => void): void {
  const { lead, mail, taken, decisions } = file;
  const codes = decisions.map(({ code }) => code);
  const show = `${lead.user} ${mail.campaign}/${mail.name}: taken ${taken.length}, claim ${file.state ?? 'none'}, log ${codes.join(' ') || 'empty'}`;
  find('doubled', `${show}, under several Message-IDs`, new Set(taken.map(({ messageId }) => messageId)).size - 1);
  if (taken.length === 0) {
    // Under `skip`, too, somebody has to have said why.
    if (!isExcused(file)) find(lead.unsure === 'repeat' ? 'missing' : 'unexplained', show);
    return;
  }
  if (lead.unsure === 'skip') find('doubled', show, taken.length - 1);
  else find('unexplained', `${show}, came again without a reason`, taken.length - 1 - codes.filter((code) => code === 'unknown').length);
  if (!codes.includes('claimed') || !(codes.includes('sent') || codes.includes('unknown'))) find('unexplained', show);
}

/** Whether what the service says of a mail that did not come agrees with what we did to it. */
function isExcused({ lead, decisions, state, refusals, ending, leaving }: File): boolean {
  if (state === 'unknown') return decisions.some(({ code }) => code === 'unknown');
  if (state === 'refused') return decisions.some(({ code }) => code === 'refused') && refusals.length > 0;
  if (state === 'sent') return false;
  if (decisions.some(({ code, detail }) => code === 'skipped' && detail === 'suppressed')) return refusals.some(({ noMailbox }) => noMailbox);
  return ending === 'left' && leaving && lead.cancels;
}

/** Of what one lead got, whatever came while the window was full. A mail that came twice counts once. */
function overCap(taken: readonly Taken[]): readonly Taken[] {
  const windowMs = cap.windowMs - earlyMs;
  const inOrder = taken.toSorted((first, second) => first.at - second.at);
  return inOrder.filter((last, index) => {
    const within = inOrder.slice(0, index + 1).filter(({ at }) => at > last.at - windowMs);
    return new Set(within.map(nameOf)).size > cap.count;
  });
}

function nameOf({ campaign, name }: Mail): string {
  return `${campaign}/${name}`;
}

function filesOf({ leads, taken, refusals, enrolments, decisions, claims }: Evidence) {
  const takenBy = grouped(taken, ({ to }) => to);
  const refused = grouped(refusals, ({ to }) => to);
  const decided = grouped(decisions, ({ user }) => user);
  const claimed = grouped(claims, ({ user }) => user);
  const endings = new Map(enrolments.map(({ user, campaign, ending }) => [`${user} ${campaign}`, ending]));
  const endingOf = (lead: Lead, campaign: string): string | null | undefined => endings.get(`${lead.user} ${campaign}`);
  const isOf = (mail: Mail) => (row: { readonly campaign: string; readonly step: string | null }) =>
    row.campaign === mail.campaign && row.step !== null && mailOfStep(row.step) === mail.name;
  return {
    endingOf,
    takenBy: (lead: Lead): readonly Taken[] => takenBy.get(lead.address) ?? [],
    of: (lead: Lead): readonly File[] =>
      mailsFor(lead.unsure, lead.buys).map((mail) => ({
        lead,
        mail,
        taken: (takenBy.get(lead.address) ?? []).filter((one) => nameOf(one) === nameOf(mail)),
        decisions: (decided.get(lead.user) ?? []).filter(isOf(mail)),
        state: (claimed.get(lead.user) ?? []).find(isOf(mail))?.state,
        refusals: refused.get(lead.address) ?? [],
        ending: endingOf(lead, mail.campaign),
        leaving: (decided.get(lead.user) ?? []).some(({ campaign, code }) => campaign === mail.campaign && code === 'left'),
      })),
    strange(): readonly Taken[] {
      const expected = new Set(leads.flatMap((lead) => mailsFor(lead.unsure, lead.buys).map((mail) => `${lead.address} ${nameOf(mail)}`)));
      return taken.filter((one) => !expected.has(`${one.to} ${nameOf(one)}`));
    },
  };
}

/** As `Map.groupBy`, which Node 20 has not. */
function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
