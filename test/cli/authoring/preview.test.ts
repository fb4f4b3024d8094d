import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBrowser } from '../../../cli/preview/find-browser.js';
import { textMessages } from '../../../cli/preview/text-message.js';
import { exitCode } from '../../../cli/exit-code.js';
import { perennial, rewrite, smallRepository, startPerennial, tempFolder } from '../perennial.js';
import type { Started } from '../perennial.js';

const mjml = 'templates/hello/first-mail.mjml';

/** Pictures are looked at by people; here the rest has to do without a browser. */
const noBrowser = { PERENNIAL_CHROME: join('no', 'such', 'browser') };

describe('a mail that is printed', () => {
  test('as html, text or json, with the examples of the schema filled in', async () => {
    const folder = smallRepository();
    rewrite(folder, mjml, 'subject: Hello', 'subject: Hello {{ lead.plan }}');
    const [html, text, json] = await Promise.all(
      ['html', 'text', 'json'].map((format) => perennial(['preview', 'hello/first-mail', folder, '--format', format])),
    );
    expect([html?.code, text?.code, json?.code]).toEqual([0, 0, 0]);
    expect(html?.out).toContain('<!doctype html>');
    expect(text?.out).toContain('Unsubscribe <https://');
    expect(JSON.parse(json?.out ?? '')).toMatchObject({ version: 1, template: 'hello/first-mail', subject: 'Hello trial', diagnostics: [] });
  });

  test('for the attributes of a file', async () => {
    const folder = smallRepository();
    rewrite(folder, mjml, 'subject: Hello', 'subject: Hello {{ lead.plan }}');
    writeFileSync(join(folder, 'lead.json'), '{ "plan": "pro" }');
    const { out } = await perennial(['preview', 'first-mail', folder, '--once', '--lead', join(folder, 'lead.json')]);
    expect(out).toContain('Subject: Hello pro\n');
  });

  test('in the wording that is asked for', async () => {
    const folder = smallRepository();
    const german = readFileSync(join(folder, mjml), 'utf8').replace('subject: Hello', 'subject: Hallo');
    writeFileSync(join(folder, 'templates/hello/first-mail.de.mjml'), german);
    const { out } = await perennial(['preview', 'first-mail', folder, '--once', '--locale', 'de']);
    expect(out).toContain('Subject: Hallo\n');
  });

  test('and its errors stand where it would, with exit status 1', async () => {
    const folder = smallRepository();
    rewrite(folder, mjml, 'subject: Hello', 'subject: Hello {{ lead.pln }}');
    const { code, out, err } = await perennial(['preview', 'first-mail', folder, '--once']);
    expect(code).toBe(exitCode.problems);
    expect(out).toBe('');
    expect(err).toContain(`${mjml}:2:19: error[C7131] "lead.pln" is not known to templates.`);
    expect(err).toContain('Did you mean lead.plan?');
  });
});

test('what is written are HTML and text, and word of what a browser would add', async () => {
  const folder = smallRepository();
  const out = join(tempFolder(), 'pictures');
  const { code, err } = await perennial(['preview', 'first-mail', folder, '--out', out], { env: noBrowser });
  expect(code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['hello.first-mail.html', 'hello.first-mail.txt']);
  expect(err).toContain('PERENNIAL_CHROME');
});

const browser = findBrowser(process.env);
test.skipIf(browser === undefined)('with a browser there is a picture of each view, as wide as it', async () => {
  const folder = smallRepository();
  const out = tempFolder();
  const { code, err } = await perennial(['preview', 'first-mail', folder, '--out', out], { env: { PERENNIAL_CHROME: browser ?? '' } });
  expect([code, err]).toEqual([0, '']);
  const widths = ['desktop', 'phone', 'dark', 'images-off'].map((view) => readFileSync(join(out, `hello.first-mail.${view}.png`)).readUInt32BE(16));
  expect(widths).toEqual([640, 360, 640, 640]);
});

describe('what cannot be shown is said in one line', () => {
  test.each([
    [['preview', 'frist-mail'], 'Did you mean: perennial preview first-mail'],
    [['preview', 'first-mail', '.', '--locale', 'fr'], 'It has a default and nothing else.'],
    [['preview', '.', '--once'], 'Name it: perennial preview hello/first-mail'],
    [['preview', 'first-mail', '.', '--format', 'pdf'], 'Use --format with'],
    [['preview', 'first-mail', '.', '--lead', 'nobody.json'], 'Write attributes into it'],
    [['preview', 'first-mail', '.', '--lead', 'u-17'], 'Start it: perennial run'],
    [['preview', 'first-mail', '.', '--port', 'x'], 'is no port'],
  ])('%s', async (args, advice) => {
    const { code, err } = await perennial(args, { cwd: smallRepository() });
    expect(code).toBe(exitCode.usage);
    expect(err).toContain(advice);
  });
});

describe('the page', () => {
  test('shows four views and the text, lets nothing in from outside, and ends at Ctrl-C', async () => {
    const folder = smallRepository();
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'assets', 'logo.png'), 'not looked into');
    rewrite(folder, mjml, '<mj-text>{{ company.name }}', '<mj-image alt="Logo" src="assets/logo.png" /><mj-text><b>{{ company.name }}');
    rewrite(folder, mjml, '{{ company.postal_address }}', '</b>{{ company.postal_address }}');
    rewrite(folder, mjml, 'subject: Hello', 'subject: "<script>alert(1)</script>"');
    const started = startPerennial(['preview', folder]);
    const url = await addressOf(started);

    const page = await get(`${url}template/hello/first-mail`);
    expect(page.status).toBe(200);
    expect(page.body.match(/<iframe[^>]* sandbox /g)).toHaveLength(4);
    expect(page.body).toContain('&lt;script&gt;alert(1)');
    expect(page.body).not.toContain('<script>alert');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");

    const desktop = await get(`${url}mail/hello/first-mail?view=desktop`);
    expect(desktop.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox$/);
    expect(desktop.body).toContain('src="data:image/png;base64,');
    const off = await get(`${url}mail/hello/first-mail?view=images-off`);
    expect(off.headers['content-security-policy']).not.toContain('img-src');

    expect((await get(url, { host: 'evil.example' })).status).toBe(403);
    expect((await get(`${url}mail/hello/nothing?view=desktop`)).status).toBe(404);
    expect((await get(`${url}mail/..%2f..%2fperennial.yaml?view=desktop`)).status).toBe(404);

    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(0);
  });

  test('is told of each save, and shows it', async () => {
    const folder = smallRepository();
    const started = startPerennial(['preview', 'first-mail', folder]);
    const url = await addressOf(started);
    const change = firstChange(`${url}changes`);
    await get(`${url}template/hello/first-mail`);
    const after = change.connected.then(() => rewrite(folder, mjml, 'subject: Hello', 'subject: Saved again'));
    await after;
    await change.told;
    expect((await get(`${url}template/hello/first-mail`)).body).toContain('Saved again');
  });
});

test.each([
  ['Hello', 1],
  ['x'.repeat(160), 1],
  ['x'.repeat(161), 2],
  [`${'x'.repeat(158)}€`, 1],
  [`${'x'.repeat(159)}€`, 2],
  [`${'x'.repeat(69)}–`, 1],
  [`${'x'.repeat(70)}–`, 2],
])('a text message is paid as often as it is sent: %#', (text, messages) => {
  expect(textMessages(text)).toBe(messages);
});

test('a browser is the one that is named, or found on the path', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'chromium'), '');
  expect(findBrowser({ PATH: ['', folder].join(delimiter) })).toBe(join(folder, 'chromium'));
  expect(findBrowser({ PATH: folder, PERENNIAL_CHROME: join(folder, 'none') })).toBeUndefined();
});

/** The first line of its output. */
async function addressOf({ child, out }: Started): Promise<string> {
  while (!out().includes('\n')) await new Promise((resolve) => child.stdout?.once('data', resolve));
  return out().trim();
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** Listens as the page does. */
function firstChange(url: string): { readonly connected: Promise<void>; readonly told: Promise<void> } {
  let tell: () => void = () => {};
  const told = new Promise<void>((resolve) => (tell = resolve));
  const connected = new Promise<void>((resolve, reject) => {
    request(url, (response) => {
      response.on('data', (chunk) => {
        if (String(chunk).includes('event: change')) {
          response.destroy();
          tell();
        } else resolve();
      });
    })
      .on('error', reject)
      .end();
  });
  return { connected, told };
}
