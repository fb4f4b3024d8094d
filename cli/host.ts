/** What a command may touch of the world around it; a test gives another one. */
export interface Host {
  /** Data: what a pipe should get. */
  out(text: string): void;
  /** Words for the person who watches. */
  err(text: string): void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether colours are welcome on standard output and on standard error. */
  readonly color: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal that standard output goes to; undefined in a pipe. */
  readonly columns?: number | undefined;
  /** Whether a person watches standard error: then progress may be redrawn in place. */
  readonly interactive: boolean;
}

/** The process's own streams; NO_COLOR and FORCE_COLOR are obeyed. */
export function processHost(): Host {
  const { env } = process;
  const wanted = (stream: NodeJS.WriteStream): boolean => {
    if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
    if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
    return stream.isTTY === true && env['TERM'] !== 'dumb';
  };
  return {
    out: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    cwd: process.cwd(),
    env,
    color: { out: wanted(process.stdout), err: wanted(process.stderr) },
    columns: process.stdout.isTTY === true ? process.stdout.columns : undefined,
    interactive: process.stderr.isTTY === true,
  };
}
