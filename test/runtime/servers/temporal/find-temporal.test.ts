import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findTemporal } from '../../../../runtime/servers/temporal/find-temporal.js';
import { freePort } from '../../../../runtime/servers/processes/free-port.js';
import { tempFolder } from '../temp-folder.js';

const temporal = 'echo "temporal version 1.5.1 (Server 1.29.1)"';
// A stand-in for Go: it "builds" what its source file says and counts its runs.
const go = 'echo run >> "$0.runs"; printf "#!/bin/sh\\n%s\\n" "$BUILT" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"';

test('an address comes first', async () => {
  const { find } = scene();
  expect(await find({ TEMPORAL_ADDRESS: 'temporal.example:7233' })).toEqual({
    kind: 'address',
    address: 'temporal.example:7233',
  });
});

test('then a temporal on PATH, if it is the one we mean', async () => {
  const { find, onPath, cached } = scene();
  program(cached, temporal);
  const path = program(join(onPath, 'temporal'), temporal);
  expect(await find()).toEqual({ kind: 'binary', path });

  program(path, 'echo "a tool of the same name"');
  expect(await find()).toEqual({ kind: 'binary', path: cached });
});

test('then a download, kept for the next time', async () => {
  const { find, cached, folder } = scene();
  program(join(folder, 'temporal'), temporal);
  execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', folder, 'temporal']);
  const downloadFrom = await serve(readFileSync(join(folder, 'archive.tar.gz')));
  expect(await find({}, downloadFrom)).toEqual({ kind: 'binary', path: cached });
  expect(await find()).toEqual({ kind: 'binary', path: cached });
  expect(readdirSync(dirname(cached))).toEqual(['temporal']);
});

test('then a build with Go, also when a download is not what it should be', async () => {
  const { find, onPath, cached } = scene();
  program(join(onPath, 'go'), go);
  const downloadFrom = await serve(Buffer.from('<html>Please sign in to this network.</html>'));
  expect(await find({ BUILT: temporal }, downloadFrom)).toEqual({ kind: 'binary', path: cached });
  expect(readdirSync(dirname(cached))).toEqual(['temporal']);
});

test('callers that come together share one build', async () => {
  const { find, onPath, cached, lines } = scene();
  const builder = program(join(onPath, 'go'), `sleep 0.3; ${go}`);
  const found = await Promise.all([find({ BUILT: temporal }), find({ BUILT: temporal }), find({ BUILT: temporal })]);
  expect(found).toEqual(Array.from({ length: 3 }, () => ({ kind: 'binary', path: cached })));
  expect(readFileSync(`${builder}.runs`, 'utf8')).toBe('run\n');
  expect(lines.filter((line) => line.startsWith('Another process'))).toHaveLength(2);
});

test('a lock whose holder is gone does not stop anyone', async () => {
  const { find, onPath, cacheDir, cached } = scene();
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(join(cacheDir, 'temporal.lock'), JSON.stringify({ pid: 2_147_483_647, command: 'node' }));
  program(join(onPath, 'go'), go);
  expect(await find({ BUILT: temporal })).toEqual({ kind: 'binary', path: cached });
});

test('what was built but does not run is not kept, and the error names the ways out', async () => {
  const { find, onPath, cached } = scene();
  program(join(onPath, 'go'), go);
  await expect(find({ BUILT: 'exit 1' })).rejects.toThrow(/does not run[^]*on PATH[^]*TEMPORAL_ADDRESS[^]*Go/);
  expect(readdirSync(dirname(cached))).toEqual([]);
});

test('without download and Go the error says so', async () => {
  const { find } = scene();
  await expect(find()).rejects.toThrow('cannot be downloaded, and Go is not installed');
});

function scene() {
  const folder = tempFolder();
  const onPath = join(folder, 'on-path');
  const cacheDir = join(folder, 'cache');
  const lines: string[] = [];
  const find = async (env: NodeJS.ProcessEnv = {}, downloadFrom?: string) =>
    findTemporal({
      progress: (line) => lines.push(line),
      // The stand-ins are shell scripts, so the shell's tools come after them.
      env: { PATH: onPath, ...env },
      cacheDir,
      downloadFrom: downloadFrom ?? `http://127.0.0.1:${await freePort()}`,
    });
  return { folder, onPath, cacheDir, cached: join(cacheDir, 'bin', 'temporal'), lines, find };
}

function program(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  const tools = 'PATH=$PATH:/usr/bin:/bin';
  writeFileSync(`${path}.new`, `#!/bin/sh\n${tools}\n${script}\n`, { mode: 0o755 });
  copyFileSync(`${path}.new`, path);
  execFileSync('rm', [`${path}.new`]);
  return path;
}

async function serve(body: Buffer): Promise<string> {
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-length': body.length }).end(body);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${port}`;
}
