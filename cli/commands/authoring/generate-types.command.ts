import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandModule } from '../command.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import { readContractOf } from '../../generate/read-contract-of.js';
import { jsonSchemaOf } from '../../generate/json-schema.js';
import { typescriptOf } from '../../generate/typescript.js';
import type { Host } from '../../host.js';

export const generateTypesCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('generate-types')
      .summary('types of the events, for applications that send them')
      .description(
        'Writes perennial-events.ts and perennial-events.schema.json from the schema: each event with its ' +
          'properties, and the attributes of leads. The same schema gives the same files.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--out <folder>', 'where to write them', 'generated')
      .option('--check', 'write nothing; exit status 1 when they are not up to date')
      .addHelpText(
        'after',
        '\nExamples:\n  perennial generate-types --out src/generated\n' +
          '  perennial generate-types ../campaigns --out src/generated --check',
      )
      .action((folder: string, { out, check }: { out: string; check?: boolean }) =>
        run(check === true ? checkTypes(host, folder, out) : writeTypes(host, folder, out)),
      );
  },
};

/** Writes the files into `out`, and names those that changed. */
export async function writeTypes(host: Host, folder: string, out: string): Promise<ExitCode> {
  const files = await generate(host, folder, out);
  if (files === undefined) return exitCode.problems;
  await mkdir(resolve(host.cwd, out), { recursive: true });
  for (const { path, text, stands } of files) {
    if (stands === text) continue;
    await writeFile(resolve(host.cwd, path), text);
    host.out(path);
  }
  if (files.every(({ stands, text }) => stands === text)) host.err('Nothing changed.');
  return exitCode.clean;
}

/** Names the files that are missing or are not what the schema says. */
export async function checkTypes(host: Host, folder: string, out: string): Promise<ExitCode> {
  const files = await generate(host, folder, out);
  if (files === undefined) return exitCode.problems;
  const stale = files.filter(({ stands, text }) => stands !== text);
  for (const { path, stands } of stale) host.out(`${path} ${stands === undefined ? 'is missing' : 'is not up to date'}`);
  if (stale.length === 0) return exitCode.clean;
  host.err(`Run: perennial generate-types${folder === '.' ? '' : ` ${folder}`} --out ${out}`);
  return exitCode.problems;
}

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
  /** What the file says now; undefined where there is none. */
  readonly stands: string | undefined;
}

async function generate(host: Host, folder: string, out: string): Promise<readonly GeneratedFile[] | undefined> {
  const contract = await readContractOf(host, folder, 'generate-types');
  if (contract === undefined) return undefined;
  const made = [
    { path: join(out, 'perennial-events.ts'), text: typescriptOf(contract) },
    { path: join(out, 'perennial-events.schema.json'), text: jsonSchemaOf(contract) },
  ];
  return Promise.all(
    made.map(async ({ path, text }) => {
      const stands = await readFile(resolve(host.cwd, path), 'utf8').catch(() => undefined);
      return { path, text, stands };
    }),
  );
}
