import { execFile } from 'node:child_process';

/** True when the program runs here and says that it is Temporal's command line. */
export function isTemporal(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: 20_000 }, (error, out) => {
      resolve(error === null && /temporal version/i.test(out));
    });
  });
}
