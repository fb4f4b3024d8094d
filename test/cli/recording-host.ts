import type { Host } from '../../cli/host.js';

export interface RecordingHost extends Host {
  readonly said: { out: string; err: string };
}

/** A host for commands that run in the test's own process; what they print is kept. */
export function recordingHost(cwd: string): RecordingHost {
  const said = { out: '', err: '' };
  return {
    said,
    out: (text) => void (said.out += text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void (said.err += text.endsWith('\n') ? text : `${text}\n`),
    cwd,
    env: {},
    color: { out: false, err: false },
    interactive: false,
  };
}
