import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { createSlots } from './slots.js';

export interface SmtpServerAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS is used where the server offers it. */
  readonly secure?: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** A connection for one message; one of `giveBack` and `discard` must follow. */
export interface Lease {
  readonly connection: SMTPConnection;
  /** False when the connection has rested and may have died unnoticed. */
  readonly fresh: boolean;
  giveBack(): void;
  discard(): void;
}

export interface SmtpPool {
  /** @throws when no connection can be had before the signal aborts, or the server turns us away */
  lease(signal: AbortSignal): Promise<Lease>;
  close(): Promise<void>;
}

interface Line {
  readonly connection: SMTPConnection;
  sent: number;
}

/** Servers end a session after some number of messages; leaving earlier avoids a lost one. */
const messagesPerConnection = 100;

/** Keeps at most `most` connections, and lets them rest for `restMs` between messages. */
export function createSmtpPool(server: SmtpServerAddress, most: number, restMs: number): SmtpPool {
  const slots = createSlots(most);
  const resting: Line[] = [];
  const open = new Set<SMTPConnection>();
  let closed = false;

  function leaseOf(line: Line, fresh: boolean): Lease {
    return {
      connection: line.connection,
      fresh,
      giveBack() {
        line.sent += 1;
        if (closed || line.sent >= messagesPerConnection) line.connection.quit();
        else if (!line.connection.destroyed) resting.push(line);
        slots.free();
      },
      discard() {
        line.connection.close();
        slots.free();
      },
    };
  }

  return {
    async lease(signal) {
      await slots.take(signal);
      for (let line = resting.pop(); line !== undefined; line = resting.pop()) {
        if (open.has(line.connection)) return leaseOf(line, false);
      }
      try {
        if (closed) throw new Error('the mail channel is closed');
        return leaseOf({ connection: await connect(server, open, restMs, signal), sent: 0 }, true);
      } catch (error) {
        slots.free();
        throw error;
      }
    },
    async close() {
      closed = true;
      for (const connection of open) connection.close();
      open.clear();
    },
  };
}

async function connect(
  server: SmtpServerAddress,
  open: Set<SMTPConnection>,
  restMs: number,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure ?? false,
    socketTimeout: restMs,
    // No half-open goodbye: after a failure the peer must see at once that no dot will come.
    socketCloseTimeout: 0,
  });
  open.add(connection);
  // A resting connection that fails only leaves the pool; a sending one reports it by its callback.
  connection.on('error', () => open.delete(connection));
  connection.on('end', () => open.delete(connection));
  const cut = (): void => connection.close();
  signal.addEventListener('abort', cut, { once: true });
  try {
    await whenGreeted(connection, signal);
    if (server.auth !== undefined) await whenLoggedIn(connection, server.auth, signal);
    return connection;
  } catch (error) {
    connection.close();
    open.delete(connection);
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

function whenGreeted(connection: SMTPConnection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    rejectOn(signal, reject);
    connection.once('error', reject);
    connection.connect((error) => {
      connection.removeListener('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function whenLoggedIn(
  connection: SMTPConnection,
  auth: { readonly user: string; readonly pass: string },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    rejectOn(signal, reject);
    connection.once('error', reject);
    connection.login({ user: auth.user, pass: auth.pass }, (error) => {
      connection.removeListener('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function rejectOn(signal: AbortSignal, reject: (reason: unknown) => void): void {
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
}
