import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileSchema, yamlFiles } from '../../../compiler/editor/schemas/file-schemas.js';
import type { YamlFileKind } from '../../../compiler/editor/schemas/file-schemas.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import type { Host } from '../../host.js';
import type { CommandModule } from '../command.js';

export const schemasCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('schemas')
      .summary('JSON Schemas of all files, for editors of YAML')
      .description(
        'Writes one JSON Schema (draft 7) for each kind of file, made of the tables that check reads by. ' +
          'Editors without our extension complete and explain keys with them.',
      )
      .option('--out <folder>', 'where to write them', '.perennial/schemas')
      .addHelpText('after', '\nExamples:\n  perennial schemas\n  perennial schemas --out schemas')
      .action(({ out }: { out: string }) => run(writeSchemas(host, out)));
  },
};

const kinds: readonly YamlFileKind[] = ['workspace', 'schema', 'segments', 'scoring', 'campaign', 'tests'];

export function schemaFileName(kind: YamlFileKind): string {
  return `perennial-${kind}.schema.json`;
}

async function writeSchemas(host: Host, out: string): Promise<ExitCode> {
  await mkdir(resolve(host.cwd, out), { recursive: true });
  for (const kind of kinds) {
    const path = join(out, schemaFileName(kind));
    await writeFile(resolve(host.cwd, path), `${JSON.stringify(fileSchema(kind), undefined, 2)}\n`);
    host.out(path);
  }
  host.err('For the settings of your editor ("yaml.schemas"):');
  for (const kind of kinds) host.err(`  "./${join(out, schemaFileName(kind))}": "${yamlFiles[kind].glob}"`);
  return exitCode.clean;
}
