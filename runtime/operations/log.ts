import { pino } from 'pino';
import { textWithoutPersons, withoutPersons } from './without-persons.js';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
export const logFormats = ['json', 'plain'] as const;
export type LogFormat = (typeof logFormats)[number];

/** `about` is logged beside the text; what names a person is taken out of both. */
type Say = (text: string, about?: Readonly<Record<string, unknown>>) => void;

export interface Log {
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** `json`: one object a line, with `level`, `time` (ISO 8601, UTC) and `msg`; `plain`: the text alone, for people. */
  readonly format: LogFormat;
  /** Gets whole lines without their end. */
  write(line: string): void;
}

/** The log of one process. */
export function createLog({ level, format, write }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(format === 'json' ? line.trimEnd() : plainOf(line)) },
  );
  const say =
    (at: 'debug' | 'info' | 'warn' | 'error'): Say =>
    (text, about) => {
      if (!logger.isLevelEnabled(at)) return;
      // Below one key, so that no field of a plug-in passes for one of ours.
      logger[at](about === undefined ? {} : { about: withoutPersons(about) }, textWithoutPersons(text));
    };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

function plainOf(line: string): string {
  const read: unknown = JSON.parse(line);
  if (typeof read !== 'object' || read === null) return line;
  const about: unknown = Reflect.get(read, 'about');
  const text = String(Reflect.get(read, 'msg') ?? '');
  return about === undefined ? text : `${text} ${JSON.stringify(about)}`;
}
