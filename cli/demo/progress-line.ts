import type { Host } from '../host.js';

export interface PlayCounts {
  readonly leads: number;
  readonly mails: number;
  readonly events: number;
}

/** The live line of a play: virtual date, leads, mails, events, and how fast it goes. */
export interface ProgressLine {
  show(now: number, counts: PlayCounts): void;
  /** Leaves the last line standing. */
  end(): void;
}

const barWidth = 24;
const quietDayMs = 10 * 86_400_000;

/** Redrawn in place for a person; a line each ten virtual days where nobody watches. */
export function createProgressLine(host: Host, start: number, until: number): ProgressLine {
  const began = performance.now();
  let lastPrinted = start - quietDayMs;
  let drawn = false;
  return {
    show(now, { leads, mails, events }) {
      const share = Math.min(1, Math.max(0, (now - start) / (until - start)));
      const filled = Math.round(share * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const seconds = Math.max(0.001, (performance.now() - began) / 1000);
      const date = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
      const line = `${date}  ${bar}  ${leads} leads  ${mails} mails  ${events} events  ${Math.round(events / seconds)} events/s`;
      if (host.interactive) {
        process.stderr.write(`\r\u001b[2K${line}`);
        drawn = true;
      } else if (now - lastPrinted >= quietDayMs) {
        lastPrinted = now;
        host.err(line);
      }
    },
    end() {
      if (drawn) process.stderr.write('\n');
      drawn = false;
    },
  };
}
