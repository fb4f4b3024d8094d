import type { Line, Watch } from './wire.js';

/** Where on a message's way the service can be killed. */
export const killPoints = [
  'before the claim',
  'after the claim',
  'during TLS',
  'at the dot',
  'before the 250',
  'before it is settled',
] as const;
export type KillPoint = (typeof killPoints)[number];

export interface KillPoints {
  /** The next message that comes there kills the service; resolves when one did, or after `limitMs` with false. */
  arm(point: KillPoint, limitMs: number): Promise<boolean>;
  /** Says that a message is there; true where that was its end. */
  pass(point: KillPoint): boolean;
  readonly watchDatabase: Watch;
  readonly watchMail: Watch;
}

/**
 * Recognises the points from outside, by what goes over the wires: statements have names, and a TLS
 * handshake begins with a byte of its own. `kill` must not come back before the signal is sent.
 */
export function createKillPoints(kill: () => void): KillPoints {
  let armed: { readonly point: KillPoint; readonly hit: (was: boolean) => void } | undefined;
  const marking = new WeakSet<Line>();

  function pass(point: KillPoint): boolean {
    if (armed?.point !== point) return false;
    const { hit } = armed;
    armed = undefined;
    kill();
    hit(true);
    return true;
  }

  return {
    arm(point, limitMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          armed = undefined;
          resolve(false);
        }, limitMs);
        armed = {
          point,
          hit(was) {
            clearTimeout(timer);
            resolve(was);
          },
        };
      });
    },
    pass,
    watchDatabase(bytes, from, line) {
      if (armed === undefined) return undefined;
      if (from === 'server') return marking.delete(line) && pass('at the dot') ? 'swallow' : undefined;
      const { point } = armed;
      const statement = statements[point];
      if (statement === undefined || !bytes.includes(statement)) return undefined;
      // The database is to commit it: only the answer is kept back.
      if (point === 'at the dot') marking.add(line);
      else if (pass(point)) return 'swallow';
      return undefined;
    },
    watchMail(bytes, from) {
      return from === 'client' && bytes[0] === handshake && bytes[1] === 3 && pass('during TLS') ? 'swallow' : undefined;
    },
  };
}

/** The content type of RFC 8446, 5.1, with which a ClientHello begins. */
const handshake = 22;

const statements: Partial<Readonly<Record<KillPoint, string>>> = {
  'before the claim': 'insert-claims',
  'after the claim': 'take-attempt',
  'at the dot': 'mark-under-way-unless-news',
  'before it is settled': 'settle-claim',
};
