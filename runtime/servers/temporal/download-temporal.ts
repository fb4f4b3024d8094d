import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { isTemporal } from './temporal-version.js';

export interface DownloadOptions {
  readonly from: string;
  readonly target: string;
  readonly progress: (line: string) => void;
}

const answerLimitMs = 5_000;
const transferLimitMs = 10 * 60_000;

/**
 * Fetches the server as its makers publish it and puts it at `target`.
 *
 * False, and nothing at `target`, when the host does not answer within five seconds, sends less
 * than it announced, or sends something that does not run here.
 */
export async function downloadTemporal({ from, target, progress }: DownloadOptions): Promise<boolean> {
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'download-'));
  try {
    const archive = join(folder, 'archive');
    await fetchTo(archiveUrl(from), archive, progress);
    // Every system we run on brings a tar that also reads zip where archives are zip.
    await promisify(execFile)('tar', ['-xf', archive, '-C', folder, basename(target)]);
    const program = join(folder, basename(target));
    if (!(await isTemporal(program))) return false;
    renameSync(program, target);
    progress(`The Temporal server is in ${target}.`);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function archiveUrl(from: string): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const machine = arch() === 'x64' ? 'amd64' : arch();
  return `${from}/cli/archive/latest?platform=${system}&arch=${machine}`;
}

async function fetchTo(url: string, file: string, progress: (line: string) => void): Promise<void> {
  const abort = new AbortController();
  let limit = setTimeout(() => abort.abort(), answerLimitMs);
  try {
    const answer = await fetch(url, { signal: abort.signal });
    if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
    clearTimeout(limit);
    limit = setTimeout(() => abort.abort(), transferLimitMs);
    const announced = Number(answer.headers.get('content-length') ?? '0');
    progress(`Downloading the Temporal server, once${announced > 0 ? ` (${inMb(announced)})` : ''}.`);
    await pipeline(Readable.from(answer.body), reportSize(progress), createWriteStream(file));
    const { size } = statSync(file);
    if (size === 0 || (announced > 0 && size !== announced)) throw new Error(`${url} sent ${size} bytes`);
  } finally {
    clearTimeout(limit);
  }
}

function reportSize(progress: (line: string) => void): Transform {
  const stepBytes = 20 * 1024 * 1024;
  let received = 0;
  let reported = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received - reported >= stepBytes) {
        reported = received;
        progress(`  ${inMb(received)} received`);
      }
      done(null, chunk);
    },
  });
}

function inMb(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
