import { delimiter, join } from 'node:path';
import { kindOf } from '../repository-folder.js';

const names = [
  'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome-headless-shell',
  'microsoft-edge', 'brave-browser',
];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** A browser that takes pictures without a screen: PERENNIAL_CHROME, else the first of the usual ones. */
export function findBrowser(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = env['PERENNIAL_CHROME'];
  if (named !== undefined && named !== '') return kindOf(named) === 'file' ? named : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...usualPlaces].find((path) => kindOf(path) === 'file');
}
