import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { escapeHtml } from './escape-html.js';
import { viewHtml, views } from './views.js';
import type { View } from './views.js';

const run = promisify(execFile);

/** A browser that hangs must not hang us; a page takes one or two seconds. */
const limitMs = 60_000;
const tallest = 20_000;

/**
 * One PNG for each view, as high as the mail; gives their names.
 *
 * @throws when the browser fails; its message says how
 */
export async function takePictures(browser: string, html: string, folder: string, stem: string): Promise<readonly string[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'perennial-preview-'));
  try {
    const names: string[] = [];
    for (const view of views) {
      const name = `${stem}.${view.name}.png`;
      await takePicture(browser, view, html, scratch, join(folder, name));
      names.push(name);
    }
    return names;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function takePicture(browser: string, view: View, html: string, scratch: string, file: string): Promise<void> {
  const page = join(scratch, `${view.name}.html`);
  await writeFile(page, around(viewHtml(html, view.name), view.width));
  const shared = [
    '--headless', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-extensions',
    `--user-data-dir=${join(scratch, 'profile')}`,
    // A browser refuses its own sandbox to root; the mail runs no script in any case.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const url = pathToFileURL(page).href;
  const dom = await run(browser, [...shared, `--window-size=${view.width},800`, '--dump-dom', url], {
    timeout: limitMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  const measured = Number(/data-height="(\d+)"/.exec(dom.stdout)?.[1] ?? 800);
  const height = Math.min(Math.max(measured, 200), tallest);
  await run(browser, [...shared, `--window-size=${view.width},${height}`, `--screenshot=${file}`, url], { timeout: limitMs });
}

/** A page as wide as the view that grows to the mail's height; the mail itself may run nothing. */
function around(html: string, width: number): string {
  return `<!doctype html><html><head><meta charset="utf-8"><style>body{margin:0}iframe{display:block;border:0;width:${width}px;height:800px}</style></head>
<body><iframe id="mail" sandbox="allow-same-origin" srcdoc="${escapeHtml(html)}"></iframe>
<script>
const mail = document.getElementById('mail');
const fit = () => {
  mail.style.height = '0';
  const height = mail.contentDocument.documentElement.scrollHeight;
  mail.style.height = height + 'px';
  document.body.dataset.height = height;
};
mail.addEventListener('load', fit);
</script></body></html>`;
}
