import { resolve } from 'node:path';
import pc from 'picocolors';
import { printPretty } from '../../../compiler/diagnostics/print/print-pretty.js';
import { createLineIndex } from '../../../grammar/line-index.js';
import type { Source } from '../../../grammar/span.js';
import type { TestResult } from '../../../runtime/simulate/campaign-test.js';
import type { PluginFunction } from '../../../runtime/engine/further-facts.js';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { checkSources } from '../../check-sources.js';
import type { CommandModule } from '../command.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import { formatNamed, prettyOrJson } from '../../format.js';
import type { Host } from '../../host.js';
import { tellLeftOut } from '../../left-out.js';
import { readRepository } from '../../read-repository.js';

export const testCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('test')
      .summary('run the tests of the campaigns in virtual time')
      .description(
        'Runs tests/*.test.yaml through the engine that production runs. Months pass in milliseconds; ' +
          'nothing is sent, nothing is stored, no server is needed.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', `how to print: ${prettyOrJson.join(', ')}`, 'pretty')
      .addHelpText('after', '\nExamples:\n  perennial test\n  perennial test my-campaigns --format json')
      .action((folder: string, options: { format: string }) =>
        run(testFolder(host, folder, formatNamed(options.format, prettyOrJson) === 'json')),
      );
  },
};

/** Checks the folder, runs its tests and prints how they went. */
export async function testFolder(host: Host, folder: string, asJson: boolean): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const sources = await readRepository(root, 'test');
  tellLeftOut(host, sources);
  const { release, tests, diagnostics } = await checkSources(root, sources);
  if (release === undefined) {
    host.err(printPretty(diagnostics, sources, { color: host.color.err }));
    host.err('The campaigns have errors; their tests were not run.');
    return exitCode.problems;
  }
  if (tests.length === 0) host.err('There are no tests. Write the first: tests/welcome.test.yaml');
  const functions = await functionsOf(root, release.workspace.plugins ?? [], host);
  const results = tests.map((test) => runCampaignTest(test, release, functions));
  const failed = results.filter(({ failures }) => failures.length > 0);
  host.out(asJson ? printJson(results, sources) : printResults(results, sources, host.color.out));
  return failed.length > 0 ? exitCode.problems : exitCode.clean;
}

/** What conditions call; a test runs the code of plug-ins, as production does. */
async function functionsOf(root: string, plugins: readonly string[], host: Host): Promise<ReadonlyMap<string, PluginFunction>> {
  if (plugins.length === 0) return new Map();
  const { loadPlugins } = await import('../../../runtime/extensions/load-plugins.js');
  const { registry, problems } = await loadPlugins(root, plugins);
  for (const problem of problems) host.err(problem);
  return new Map([...registry.functions].map(([name, one]) => [name, (values) => one.evaluate(values)]));
}

function printResults(results: readonly TestResult[], sources: readonly Source[], color: boolean): string {
  const paint = pc.createColors(color);
  const lines = results.flatMap((result) => {
    const name = `${result.campaign}: ${result.name}`;
    if (result.failures.length === 0) return [`${paint.green('✓')} ${name}`];
    return [
      `${paint.red('✗')} ${name}`,
      ...result.failures.map(({ span, text }) => `    ${placeOf(span, sources)}: ${text}`),
      ...(result.happened.length === 0 ? [] : ['    What happened:', ...result.happened.map((line) => `      ${line}`)]),
    ];
  });
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const passed = results.length - failed;
  const total = `${passed} of ${results.length} ${results.length === 1 ? 'test' : 'tests'} passed`;
  return [...(lines.length === 0 ? [] : [...lines, '']), failed > 0 ? paint.red(`${total}, ${failed} failed`) : paint.green(total)].join('\n');
}

function printJson(results: readonly TestResult[], sources: readonly Source[]): string {
  const tests = results.map(({ name, campaign, failures }) => ({
    name,
    campaign,
    passed: failures.length === 0,
    failures: failures.map(({ span, text }) => ({ place: placeOf(span, sources), message: text })),
  }));
  const passed = tests.filter((test) => test.passed).length;
  return JSON.stringify({ version: 1, summary: { passed, failed: tests.length - passed }, tests }, null, 2);
}

function placeOf(span: { file: string; start: number }, sources: readonly Source[]): string {
  const source = sources.find(({ path }) => path === span.file);
  if (source === undefined) return span.file;
  const { line, column } = createLineIndex(source.text).position(span.start);
  return `${span.file}:${line}:${column}`;
}
