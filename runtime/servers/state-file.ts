import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processRecord, stillRuns } from './processes/process-table.js';
import type { ProcessRecord } from './processes/process-table.js';

/** What runs for one repository, and where the other commands reach it. */
export interface State {
  /** The program that started the rest; when it ends, all of it ends. */
  readonly owner: ProcessRecord;
  readonly servers: readonly ProcessRecord[];
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUi?: string;
  readonly ingestUrl?: string;
  readonly writeKey?: string;
  readonly inboxFolder?: string;
  readonly smtpPort?: number;
  /** Where the embedded servers keep their data: what a command starts when nothing runs. */
  readonly dataFolder?: string;
}

/** Replaces the file at once: a reader sees the old state or the new one. It holds passwords: 0600. */
export function writeState(repository: string, state: State): void {
  const file = stateFile(repository);
  const next = `${file}.${process.pid}`;
  mkdirSync(join(repository, '.perennial'), { recursive: true });
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}

/** Undefined when there is none, or it is not one of ours. */
export function readState(repository: string): State | undefined {
  try {
    return parseState(JSON.parse(readFileSync(stateFile(repository), 'utf8')));
  } catch {
    return undefined;
  }
}

export function removeState(repository: string): void {
  rmSync(stateFile(repository), { force: true });
}

/** True while all that the state names runs, and under the same command lines. */
export function isRunning({ owner, servers }: State): boolean {
  return stillRuns(owner) && servers.every(stillRuns);
}

function stateFile(repository: string): string {
  return join(repository, '.perennial', 'state.json');
}

function parseState(value: unknown): State | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string) => optional(name, fields.get(name));
  const servers = fields.get('servers');
  const owner = processRecord(fields.get('owner'));
  const { databaseUrl } = text('databaseUrl');
  const { temporalAddress } = text('temporalAddress');
  const smtpPort = fields.get('smtpPort');
  if (owner === undefined || databaseUrl === undefined || temporalAddress === undefined) return undefined;
  return {
    owner,
    servers: Array.isArray(servers) ? servers.map(processRecord).filter((server) => server !== undefined) : [],
    databaseUrl,
    temporalAddress,
    ...text('temporalUi'),
    ...text('ingestUrl'),
    ...text('writeKey'),
    ...text('inboxFolder'),
    ...text('dataFolder'),
    ...(typeof smtpPort === 'number' && { smtpPort }),
  };
}

function optional(name: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' ? { [name]: value } : {};
}
