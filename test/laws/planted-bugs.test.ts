import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allPhrases } from '../../grammar/expressions/all-phrases.js';
import { readPlain } from '../../grammar/yaml/read-plain.js';
import { agreementOf, engine } from './agreement/agreement.law.js';
import { bear, fuzzOf } from './fuzz/fuzz-cases.js';
import type { Law } from './law.js';
import { printingWith } from './printing/printing.law.js';
import { ownPrinters, surfacesWith } from './surfaces/surfaces.law.js';
import { watch } from './watch.js';
import { yamlWith } from './yaml/yaml.law.js';

/** What is wrong is found by no more cases than `npm test` tries. */
async function broken({ check, cases }: Law): Promise<string> {
  try {
    await check({ seed: 7, cases: cases / 50, progress: () => {} });
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : String(error);
  }
  return 'the law holds';
}

const { closure, trace } = engine;

describe('a law finds', { timeout: 300_000 }, () => {
  test('a closure that takes unknown for false', async () => {
    const wrong = agreementOf({ trace, closure: (plan, facts) => closure(plan, facts) ?? false });
    expect(await broken(wrong)).toMatch(/closure: /);
  });

  test('a closure that knows no default', async () => {
    const wrong = agreementOf({
      trace,
      closure: (plan, facts) => closure(JSON.parse(JSON.stringify(plan, (key, part: unknown) => (key === 'default' ? undefined : part))), facts),
    });
    expect(await broken(wrong)).toMatch(/closure: /);
  });

  test('a trace that takes <= for <', async () => {
    const wrong = agreementOf({
      closure,
      trace: (plan, facts) => trace(JSON.parse(JSON.stringify(plan).replaceAll('"operator":"<="', '"operator":"<"')), facts),
    });
    expect(await broken(wrong)).toMatch(/trace: /);
  });

  test('a printer that forgets parentheses', async () => {
    const { expression } = allPhrases;
    const wrong = printingWith({ ...allPhrases, expression: { ...expression, print: (tree) => expression.print(tree).replaceAll(/[()]/g, '') } });
    expect(await broken(wrong)).toMatch(/expression: /);
  });

  test('a parser that takes weeks for days', async () => {
    const { duration } = allPhrases;
    const wrong = printingWith({ ...allPhrases, duration: { ...duration, parse: (text, place) => duration.parse(text.replace('w', 'd'), place) } });
    expect(await broken(wrong)).toMatch(/duration: /);
  });

  test('a printer of either surface that loses a key', async () => {
    const yaml = surfacesWith({ ...ownPrinters, yaml: (tree) => ownPrinters.yaml(tree).replaceAll(/^ +note: .*\n/gm, '') });
    expect(await broken(yaml)).toMatch(/note/);
    const text = surfacesWith({ ...ownPrinters, text: (tree) => ownPrinters.text(tree).replaceAll(/ late skip/g, '') });
    expect(await broken(text)).toMatch(/late/);
  });

  test('a reader of plain files that mistakes a text for another', async () => {
    const wrong = yamlWith((text, path) => readPlain(text.replaceAll('send: ', 'send:  ').replaceAll('true', 'false'), path));
    expect(await broken(wrong)).toMatch(/Counterexample/);
  });

  test('a parser that throws', async () => {
    const wrong = fuzzOf((one) => {
      if (one.kind === 'phrase' && one.text.includes('}}')) throw new RangeError('planted');
      return bear(one);
    });
    expect(await broken(wrong)).toMatch(/planted/);
  });

  test('a case that nobody comes back from, and says which', async () => {
    const program = join(mkdtempSync(join(tmpdir(), 'laws-')), 'hangs.mjs');
    writeFileSync(program, "import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv.at(-1), 'the case');\nfor (;;);\n");
    await expect(watch({ args: [program], patienceMs: 3_000, progress: () => {} })).rejects.toThrow('no answer within 3000 ms to the case');
  });
});
