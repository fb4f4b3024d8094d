import type { Host } from '../host.js';

/** How far an import has come. */
export interface RowProgress {
  show(rows: number, share: number): void;
  /** Leaves the last line standing. */
  end(): void;
}

const barWidth = 24;
/** Where nobody watches a line is enough each time so many ms have passed. */
const quietMs = 10_000;

/** Redrawn in place for a person. */
export function createRowProgress(host: Host): RowProgress {
  const began = performance.now();
  let printed = began;
  let drawn = 0;
  let open = false;
  return {
    show(rows, share) {
      const now = performance.now();
      const rate = Math.round(rows / Math.max(0.001, (now - began) / 1_000));
      const words = `${rows} rows  ${Math.floor(share * 100)} %  ${rate} rows/s`;
      if (host.interactive) {
        if (now - drawn < 100) return;
        drawn = now;
        open = true;
        const filled = Math.round(share * barWidth);
        process.stderr.write(`\r\u001b[2K${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}  ${words}`);
      } else if (now - printed >= quietMs) {
        printed = now;
        host.err(words);
      }
    },
    end() {
      if (open) process.stderr.write('\n');
      open = false;
    },
  };
}
