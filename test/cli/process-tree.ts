import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process and what it listens on, as seen at one moment; the start time tells it from a later one with its pid. */
export interface SeenProcess {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
  readonly sockets: readonly ListeningSocket[];
}

export interface ListeningSocket {
  readonly port: number;
  readonly inode: string;
}

/** The process and all that descend from it. Linux alone: it reads /proc. */
export function treeOf(root: number): readonly SeenProcess[] {
  const parents = new Map(pids().map((pid) => [pid, statOf(pid)?.parent] as const));
  const tree = new Set([root]);
  for (let grown = true; grown; ) {
    const children = [...parents].filter(([pid, parent]) => parent !== undefined && tree.has(parent) && !tree.has(pid));
    for (const [pid] of children) tree.add(pid);
    grown = children.length > 0;
  }
  const listening = listeningSockets();
  return [...tree].flatMap((pid) => {
    const stat = statOf(pid);
    if (stat === undefined) return [];
    const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? '';
    const own = socketInodes(pid);
    return [{ pid, started: stat.started, command, sockets: listening.filter(({ inode }) => own.has(inode)) }];
  });
}

/** Of those processes and their ports, what is there still: a line each. */
export function leftOf(seen: readonly SeenProcess[]): readonly string[] {
  const listening = new Set(listeningSockets().map(({ inode }) => inode));
  return seen.flatMap(({ pid, started, command, sockets }) => {
    const stat = statOf(pid);
    const runs = stat?.started === started && !/^[ZX]/.test(stat.state);
    const ports = sockets.filter(({ inode }) => listening.has(inode)).map(({ port }) => `port ${port} of ${command}`);
    return [...(runs ? [`process ${pid}: ${command}`] : []), ...ports];
  });
}

function pids(): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

function statOf(pid: number): { readonly parent: number; readonly state: string; readonly started: string } | undefined {
  // The name in the second field may hold spaces and brackets.
  const fields = read(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ');
  if (fields === undefined) return undefined;
  return { state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' };
}

function listeningSockets(): readonly ListeningSocket[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    (read(file) ?? '').split('\n').slice(1).flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [, local = '', , state, , , , , , inode = ''] = fields;
      return state === '0A' ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : [];
    }),
  );
}

function socketInodes(pid: number): ReadonlySet<string> {
  const inodes = new Set<string>();
  try {
    for (const name of readdirSync(`/proc/${pid}/fd`)) {
      try {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
        if (inode !== undefined) inodes.add(inode);
      } catch {
        // Closed in the meantime.
      }
    }
  } catch {
    // Gone, or another user's.
  }
  return inodes;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
