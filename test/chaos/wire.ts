import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Sees what passes before it passes; `swallow` keeps it from arriving, other bytes arrive instead. */
export type Watch = (bytes: Buffer, from: 'client' | 'server', line: Line) => Buffer | 'swallow' | undefined;

/** One connection through a wire. */
export interface Line {
  /** Of its end at the server, as the server sees it. */
  readonly port: number;
  /** Both ends hear of a broken connection. */
  cut(): void;
}

/** A way to a server that can break: what is connected to its port talks to `to`. */
export interface Wire {
  readonly port: number;
  /** Cuts every connection; new ones are taken as before. */
  reset(): number;
  /** Nothing passes any more, and nobody is told. */
  stall(): void;
  flow(): void;
  /** Nobody listens here any more. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** The connection whose end at the server has this port. */
  lineAt(port: number): Line | undefined;
  stop(): Promise<void>;
}

interface OpenLine extends Line {
  readonly ends: readonly [Socket, Socket];
}

export async function layWire(to: { readonly host: string; readonly port: number }, watch: Watch = () => undefined): Promise<Wire> {
  const lines = new Set<OpenLine>();
  let stalled = false;
  let server = await listen(0);
  const { port } = server;

  function open(client: Socket): void {
    const far = connect({ ...to, allowHalfOpen: true });
    const line: OpenLine = {
      ends: [client, far],
      get port() {
        return far.localPort ?? 0;
      },
      cut() {
        lines.delete(line);
        client.resetAndDestroy();
        far.resetAndDestroy();
      },
    };
    lines.add(line);
    for (const [end, other, from] of [[client, far, 'client'], [far, client, 'server']] as const) {
      end.setNoDelay(true);
      end.on('data', (bytes: Buffer) => {
        const answer = watch(bytes, from, line);
        if (answer === 'swallow' || other.destroyed) return;
        if (!other.write(answer ?? bytes)) end.pause();
      });
      end.on('drain', () => {
        if (!stalled) other.resume();
      });
      end.on('end', () => other.end());
      end.on('error', () => line.cut());
      end.on('close', () => {
        lines.delete(line);
        other.destroy();
      });
      if (stalled) end.pause();
    }
  }

  function listen(at: number): Promise<{ readonly port: number; readonly listener: Server }> {
    return new Promise((resolve, reject) => {
      const listener = createServer({ allowHalfOpen: true }, open);
      listener.once('error', reject);
      listener.listen(at, '127.0.0.1', () => {
        const address = listener.address();
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve({ port: address.port, listener });
      });
    });
  }

  const cutAll = (): number => {
    const open = [...lines];
    for (const line of open) line.cut();
    return open.length;
  };
  const down = (): Promise<void> =>
    new Promise((resolve) => {
      server.listener.close(() => resolve());
      cutAll();
    });
  return {
    port,
    reset: cutAll,
    stall() {
      stalled = true;
      for (const { ends } of lines) for (const end of ends) end.pause();
    },
    flow() {
      stalled = false;
      for (const { ends } of lines) for (const end of ends) end.resume();
    },
    down,
    async up() {
      server = await listen(port);
    },
    lineAt: (wanted) => [...lines].find((line) => line.port === wanted),
    stop: down,
  };
}
