import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../cli/package-root.js';
import { printPage } from '../../../cli/print/page.js';
import { displayWidth } from '../../../compiler/diagnostics/print/display-cells.js';
import { perennial } from '../perennial.js';

describe.concurrent('perennial explain', () => {
  test('prints the page of a code, by code or rule, in any case of letters', async () => {
    const { code, out, err } = await perennial(['explain', 'C4106']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('C4106 send-after-goal\n\nMessage after the goal has closed. (warning)\n\nWhy\n\n');
    expect(out).toContain('\n    goal: activated within 14d\n    steps:\n');
    expect((await perennial(['explain', 'send-after-goal'])).out).toBe(out);
    expect((await perennial(['explain', 'c4106'])).out).toBe(out);
  });

  test('is in colours only where they are welcome, with the same words', async () => {
    const { out } = await perennial(['explain', 'C0006'], { env: { FORCE_COLOR: '1' } });
    expect(out).toContain('\u001b[1mWhy\u001b[22m');
    const plain = await perennial(['explain', 'C0006'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    const words = (text: string) => text.replace(/\u001b\[\d+m/g, '').replaceAll('`', '');
    expect(words(out)).toBe(words(plain.out));
  });

  test('offers what is near', async () => {
    expect((await perennial(['explain', 'endles-wait'])).err).toBe(
      'perennial: There is no code and no rule "endles-wait".\nDid you mean "endless-wait"? Type: perennial explain endless-wait\n',
    );
    expect(await perennial(['explain', 'qwertyuiop'])).toEqual({
      code: 2,
      out: '',
      err: 'perennial: There is no code and no rule "qwertyuiop".\nType: perennial explain C4106\n',
    });
  });
});

const pages = join(packageRoot(), 'docs', 'rules');

test.each(readdirSync(pages).filter((name) => name.startsWith('C')))('%s fits a terminal, without a mark of Markdown', (name) => {
  const printed = printPage(readFileSync(join(pages, name), 'utf8'), { color: false, width: 60 });
  const prose = printed.split('\n').filter((line) => !line.startsWith('    ') && !line.startsWith('|'));
  expect(prose.filter((line) => displayWidth(line) > 60 && line.includes(' '))).toEqual([]);
  expect(prose.filter((line) => /^#|^```|\]\(|\*\*/.test(line))).toEqual([]);
});
