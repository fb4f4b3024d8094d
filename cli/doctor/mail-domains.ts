import { createPrivateKey, createPublicKey } from 'node:crypto';
import { domainOf, isWithinDomain, signersOf } from '../../compiler/plan/ir.js';
import type { DkimPlan, WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Dns, TextAnswer } from './dns.js';
import type { Finding } from './finding.js';

export interface MailSurroundings {
  readonly dns: Dns;
  /** Where bounces come to, which is the envelope sender; absent: the sender's address. */
  readonly bounceMailbox?: string | undefined;
  secretOf(name: string): string | undefined;
}

/**
 * What mailbox providers ask the DNS about each domain that mail is from: SPF (RFC 7208), DKIM
 * (RFC 6376) and DMARC (RFC 9989), and whether the domains fit together.
 */
export async function mailDomains(workspace: WorkspacePlan, around: MailSurroundings): Promise<readonly Finding[]> {
  const domains = new Set(Object.values(workspace.senders).map(({ address }) => domainOf(address)));
  const found = await Promise.all([...domains].map((domain) => oneDomain(domain, workspace.dkim ?? [], around)));
  return found.flat();
}

async function oneDomain(domain: string, dkim: readonly DkimPlan[], around: MailSurroundings): Promise<readonly Finding[]> {
  if (reserved.test(domain)) return [{ state: 'note', what: domain, text: 'not checked: no such domain can exist, it is for examples' }];
  const envelope = around.bounceMailbox === undefined ? domain : domainOf(around.bounceMailbox);
  const [spf, keys, dmarc] = await Promise.all([
    spfOf(envelope, around.dns),
    Promise.all(signersOf(domain, dkim).map((key) => dkimOf(key, around))),
    dmarcOf(domain, around.dns),
  ]);
  return [spf, ...(keys.length > 0 ? keys : [notSigned(domain)]), dmarc, alignment(domain, envelope, keys.length > 0)];
}

const reserved = /(?:^|\.)(?:example|test|invalid|localhost|local|example\.(?:com|net|org))$/;

async function spfOf(domain: string, dns: Dns): Promise<Finding> {
  const what = `SPF of ${domain}`;
  const answer = await dns.texts(domain);
  if (answer.kind === 'unknown') return notChecked(what);
  const records = answer.texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  const publish = `${domain}. TXT "v=spf1 include:<what your mail server's operator names> -all"`;
  if (record === undefined) return { state: 'bad', what, text: `none, so anybody may send as you. Publish: ${publish}` };
  if (records.length > 1) return { state: 'bad', what, text: `${records.length} records, which counts as none: join them into one` };
  if (/(?:^| )\+?all(?: |$)/i.test(record)) return { state: 'bad', what, text: `"${record}" lets everybody send as you: end it with -all` };
  const lookUps = record.split(/ +/).filter((term) => /^[-+~?]?(?:include:|a(?:$|[:/])|mx(?:$|[:/])|ptr|exists:|redirect=)/i.test(term)).length;
  if (lookUps > mostLookUps) return { state: 'bad', what, text: `asks for ${lookUps} further names; more than ${mostLookUps} count as an error` };
  return { state: 'good', what, text: record };
}

/** RFC 7208, 4.6.4. */
const mostLookUps = 10;

async function dkimOf({ domain, selector, secret }: DkimPlan, { dns, secretOf }: MailSurroundings): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`;
  const what = `DKIM of ${domain}`;
  const given = secretOf(secret);
  const own = given === undefined || given === '' ? undefined : publicKeyOf(given);
  if (given !== undefined && given !== '' && own === undefined) return { state: 'bad', what, text: `the secret ${secret} is no RSA key in PEM form; make one: openssl genrsa -out ${selector}.pem 2048` };
  const answer = await dns.texts(name);
  if (answer.kind === 'unknown') return notChecked(what);
  const published = keyIn(answer);
  const advice = own === undefined ? `set ${secret} here, and the record to publish is shown` : `Publish: ${name}. TXT "v=DKIM1; k=rsa; p=${own}"`;
  if (published === undefined) return { state: 'bad', what, text: `no key under ${name}. ${advice}` };
  if (published === '') return { state: 'bad', what, text: `the key under ${name} is revoked. ${advice}` };
  if (own === undefined) return { state: 'note', what, text: `a key under ${name}; whether it is yours is not checked: ${secret} is not set here` };
  if (own !== published) return { state: 'bad', what, text: `the key under ${name} is not that of ${secret}. ${advice}` };
  return { state: 'good', what, text: `the key under ${name} is that of ${secret}` };
}

function keyIn({ texts }: Extract<TextAnswer, { kind: 'texts' }>): string | undefined {
  const record = texts.find((text) => /(?:^|;)\s*p=/i.test(text));
  return record?.match(/(?:^|;)\s*p=([^;]*)/i)?.[1]?.replaceAll(/\s/g, '');
}

/** The public half as a record holds it; undefined where it is no RSA key. */
function publicKeyOf(secret: string): string | undefined {
  try {
    const key = createPrivateKey(secret.replaceAll(String.raw`\n`, '\n'));
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    return undefined;
  }
}

function notSigned(domain: string): Finding {
  return { state: 'note', what: `DKIM of ${domain}`, text: 'nothing is signed here: your mail server has to, or add a key to perennial.yaml under "dkim"' };
}

async function dmarcOf(domain: string, dns: Dns): Promise<Finding> {
  const what = `DMARC of ${domain}`;
  // The domain itself, then those above it, as receivers walk.
  for (let name = domain; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const answer = await dns.texts(`_dmarc.${name}`);
    if (answer.kind === 'unknown') return notChecked(what);
    const records = answer.texts.filter((text) => /^v=DMARC1(?:\s*;|$)/i.test(text));
    const [record] = records;
    if (record === undefined) continue;
    if (records.length > 1) return { state: 'bad', what, text: `${records.length} records under _dmarc.${name}, which counts as none: keep one` };
    const policy = /(?:^|;)\s*p=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase();
    if (policy === 'none' || policy === undefined) return { state: 'note', what, text: `"${record}" only watches, which is enough for Gmail and Yahoo; p=quarantine keeps forgers out` };
    return { state: 'good', what, text: record };
  }
  const publish = `_dmarc.${domain}. TXT "v=DMARC1; p=none; rua=mailto:dmarc@${domain}"`;
  return { state: 'bad', what, text: `none, so Gmail, Yahoo and Outlook refuse bulk mail. Publish: ${publish}` };
}

/** DMARC wants the domain of From beside one that SPF or DKIM vouches for. */
function alignment(domain: string, envelope: string, isSigned: boolean): Finding {
  const what = `Return path`;
  if (isNear(domain, envelope)) return { state: 'good', what, text: `${envelope} stands with ${domain}` };
  const text = `bounces go to ${envelope}, which does not stand with ${domain}: for DMARC only DKIM vouches`;
  return { state: isSigned ? 'note' : 'bad', what, text: isSigned ? text : `${text}, and nothing is signed here. Set PERENNIAL_BOUNCES to a mailbox of ${domain}` };
}

/** Relaxed alignment, where neither is below a domain that others share: one is the other, or stands above it. */
function isNear(one: string, other: string): boolean {
  return isWithinDomain(one, other) || isWithinDomain(other, one) || (parentOf(one) !== undefined && parentOf(one) === parentOf(other));
}

/** Of `mail.northwind.com` it is `northwind.com`; of that none. */
function parentOf(domain: string): string | undefined {
  const above = domain.slice(domain.indexOf('.') + 1);
  return above.includes('.') ? above : undefined;
}

function notChecked(what: string): Finding {
  return { state: 'note', what, text: 'not checked: the DNS does not answer within 3 seconds' };
}
