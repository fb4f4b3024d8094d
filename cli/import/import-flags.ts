import { resolve } from 'node:path';
import { closest } from '../../grammar/did-you-mean.js';
import type { HeadWishes } from '../../runtime/imports/head.js';
import type { ImportKind } from '../../runtime/store/imports/imports.js';
import { UsageError } from '../exit-code.js';

/** As commander hands them over. */
export interface ImportFlags {
  readonly dryRun?: boolean;
  readonly enrol?: boolean;
  readonly yes?: boolean;
  readonly map?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly problems?: string;
  readonly maxProblems: string;
  readonly again?: boolean;
}

/** What was typed, held against what there is. */
export interface Typed {
  readonly kind: ImportKind;
  readonly file: string;
  readonly dryRun: boolean;
  readonly enrol: boolean;
  readonly yes: boolean;
  readonly again: boolean;
  readonly wishes: HeadWishes;
  readonly problems: string | undefined;
  readonly mostProblems: number;
}

const kinds: readonly ImportKind[] = ['leads', 'consent', 'suppressions', 'sends'];

/** @throws UsageError for what cannot be meant */
export function readTyped(what: string, file: string, flags: ImportFlags): Typed {
  const kind = kinds.find((one) => one === what);
  if (kind === undefined) {
    const [near] = closest(what, kinds, 1);
    throw new UsageError(`"${what}" cannot be imported.`, near === undefined ? `It can be ${kinds.join(', ')}.` : `Did you mean: perennial import ${near} ${file}`);
  }
  const { enrol = false, problems } = flags;
  if (enrol && kind !== 'leads') throw new UsageError(`Nobody enters a campaign by ${kind}.`, 'Leave --enrol out; it goes with: perennial import leads');
  if (problems !== undefined && resolve(problems) === resolve(file)) throw new UsageError('--problems names the file that is imported.', 'Name another one.');
  if (!/^\d{1,9}$/.test(flags.maxProblems)) throw new UsageError(`"${flags.maxProblems}" is no number of rows.`, 'Write it like this: --max-problems 100');
  return {
    kind,
    file,
    enrol,
    dryRun: flags.dryRun === true,
    yes: flags.yes === true,
    again: flags.again === true,
    wishes: { map: new Map((flags.map ?? []).map(readPair)), leftOut: flags.leaveOut ?? [] },
    problems,
    mostProblems: Number(flags.maxProblems),
  };
}

function readPair(text: string): readonly [string, string] {
  // The name behind the last sign: a column may have one in its name.
  const at = text.lastIndexOf('=');
  const [column, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && column !== '' && name !== '') return [column, name];
  throw new UsageError(`"${text}" does not say what a column holds.`, 'Write it like this: --map "Plan name=plan"');
}
