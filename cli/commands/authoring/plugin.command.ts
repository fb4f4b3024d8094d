import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { manifestFile } from '../../../compiler/extensions/manifest.js';
import type { CommandModule } from '../command.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import type { Host } from '../../host.js';

export const pluginCommand: CommandModule = {
  add(program, host, run) {
    const plugin = program
      .command('plugin')
      .summary('for authors of plug-ins')
      .description('What authors of plug-ins need: actions, triggers, channels and functions that campaigns can use.')
      .addHelpText('after', '\nExample:\n  perennial plugin manifest plugins/slack');
    plugin
      .command('manifest')
      .summary('write the manifest that perennial check reads')
      .description(
        `Runs the code of a plug-in and writes ${manifestFile} into its folder: names, versions and schemas. ` +
          'perennial check reads that file alone and never runs the code.',
      )
      .argument('[folder]', 'the package of the plug-in', '.')
      .option('--check', 'write nothing; exit status 1 when it is not up to date')
      .addHelpText('after', '\nExamples:\n  perennial plugin manifest\n  perennial plugin manifest plugins/slack --check')
      .action((folder: string, { check }: { check?: boolean }) =>
        run(check === true ? checkManifest(host, folder) : writeManifest(host, folder)),
      );
  },
};

/** Writes the manifest, where it is not what stands there already. */
export async function writeManifest(host: Host, folder: string): Promise<ExitCode> {
  const { text, stands, path, summary } = await manifestText(host, folder);
  if (text === stands) {
    host.err(`${path} is up to date: ${summary}.`);
    return exitCode.clean;
  }
  await writeFile(resolve(host.cwd, path), text);
  host.out(path);
  host.err(`Written: ${summary}.`);
  return exitCode.clean;
}

export async function checkManifest(host: Host, folder: string): Promise<ExitCode> {
  const { text, stands, path } = await manifestText(host, folder);
  if (text === stands) return exitCode.clean;
  host.out(`${path} ${stands === undefined ? 'is missing' : 'is not up to date'}`);
  host.err(`Run: perennial plugin manifest ${folder}`);
  return exitCode.problems;
}

interface ManifestText {
  readonly path: string;
  readonly text: string;
  readonly stands: string | undefined;
  readonly summary: string;
}

async function manifestText(host: Host, folder: string): Promise<ManifestText> {
  const { loadPlugin } = await import('../../generate/load-plugin.js');
  const { manifestOf, PluginError } = await import('../../../runtime/extensions/plugin.js');
  const { plugin, pack } = await loadPlugin(resolve(host.cwd, folder));
  const path = join(folder, manifestFile);
  const stands = await readFile(resolve(host.cwd, path), 'utf8').catch(() => undefined);
  try {
    const manifest = manifestOf(plugin, pack);
    const names = [
      ...manifest.actions.map(({ name }) => `do: ${name}`),
      ...manifest.triggers.map(({ event }) => `on: ${event}`),
      ...manifest.channels.map(({ name }) => `channel: ${name}`),
      ...manifest.functions.map(({ name }) => `${name}(…)`),
    ];
    return { path, text: `${JSON.stringify(manifest, null, 2)}\n`, stands, summary: names.join(', ') || 'an empty plug-in' };
  } catch (error) {
    if (error instanceof PluginError) throw new UsageError(error.message);
    throw error;
  }
}
