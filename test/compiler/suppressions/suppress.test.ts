import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { applyFixes } from '../../../compiler/fixes/apply-fixes.js';
import { commentsIn } from '../../../compiler/suppressions/comments.js';
import { suppress } from '../../../compiler/suppressions/suppress.js';
import type { Source } from '../../../grammar/span.js';
import { completed } from '../fixture.js';
import { diagnosticAt } from '../print/diagnostic-fixture.js';

const because = 'because sales asked for it';

/** A warning at each `HERE` of a file, and what is left of them: codes with the word they stand at. */
function after(path: string, text: string, code = 'C4106') {
  const source: Source = { path, text };
  const found = [...text.matchAll(/HERE\w*/g)].map(({ index, 0: word }) =>
    diagnosticAt({ file: path, start: index, end: index + word.length }, { code, severity: 'warning' }),
  );
  const { diagnostics, suppressed } = suppress(found, [source]);
  const word = ({ span }: { readonly span: { readonly start: number; readonly end: number } }) => text.slice(span.start, span.end);
  return {
    left: diagnostics.map((one) => (one.code === code ? word(one) : one.code)),
    allowed: suppressed.map(({ diagnostic, reason }) => `${word(diagnostic)}: ${reason}`),
  };
}

describe('a comment in YAML', () => {
  test.each([
    ['on the line', `a: HERE # perennial: allow C4106 ${because}\nb: HERE2\n`],
    ['above the line', `# perennial: allow C4106 ${because}\na: HERE\nb: HERE2\n`],
    ['above, with others and blank lines between', `# perennial: allow C4106 ${because}\n# see the wiki\n\na: HERE\nb: HERE2\n`],
    ['by the name of the rule', `a: HERE # perennial: allow send-after-goal ${because}\nb: HERE2\n`],
    ['with CRLF', `# perennial: allow C4106 ${because}\r\na: HERE\r\nb: HERE2\r\n`],
    ['behind a quoted value', `a: "HERE" # perennial: allow C4106 ${because}\nb: HERE2\n`],
    ['inside braces', `a: { b: HERE } # perennial: allow C4106 ${because}\nb: HERE2\n`],
    ['more than once', `# perennial: allow C4106 ${because}\na: HERE # perennial: allow C4106 ${because}\nb: HERE2\n`],
  ])('%s allows that line and no other', (_, text) => {
    expect(after('campaigns/a.yaml', text)).toEqual({ left: ['HERE2'], allowed: ['HERE: sales asked for it'] });
  });

  test('above the first line allows a whole file', () => {
    const text = `# A campaign.\n# perennial: allow-file C4106 ${because}\n\na: HERE\nb: HERE2\n`;
    expect(after('campaigns/a.yaml', text)).toEqual({ left: [], allowed: ['HERE: sales asked for it', 'HERE2: sales asked for it'] });
  });

  test.each([
    ['of another rule', `a: HERE # perennial: allow C4104 ${because}\n`, ['HERE', 'C0904']],
    ['of another line', `a: HERE\n\n# perennial: allow C4106 ${because}\nb: c\n`, ['HERE', 'C0904']],
    ['for the whole file below its first line', `a: HERE\n# perennial: allow-file C4106 ${because}\n`, ['HERE', 'C0904']],
    ['without a reason', 'a: HERE # perennial: allow C4106\n', ['HERE', 'C0901']],
    ['with an empty reason', 'a: HERE # perennial: allow C4106 because \n', ['HERE', 'C0901']],
    ['of nothing', `a: HERE # perennial: allow ${because}\n`, ['HERE', 'C0901']],
    ['of a rule that does not exist', `a: HERE # perennial: allow C9999 ${because}\n`, ['HERE', 'C0902']],
    ['of an error', `a: HERE # perennial: allow C3104 ${because}\n`, ['HERE', 'C0903']],
    ['in a text', `a: "HERE # perennial: allow C4106 ${because}"\n`, ['HERE']],
    ['in a block of text', `a: |\n  # perennial: allow C4106 ${because}\n  HERE\n`, ['HERE']],
  ])('%s allows nothing', (_, text, left) => {
    expect(after('campaigns/a.yaml', text)).toEqual({ left, allowed: [] });
  });
});

describe('a comment in a template', () => {
  const template = (front: string, body: string) => `---\nsubject: x\n${front}---\n${body}\n<mjml>HERE</mjml>\nHERE2\n`;

  test.each([
    ['of HTML, above the line', template('', `<!-- perennial: allow C7141 ${because} -->`), ['HERE2']],
    ['of HTML, over two lines', template('', `<!--\n  perennial: allow C7141\n  ${because} -->`), ['HERE2']],
    ['of HTML, for the whole file', template('', `<!-- perennial: allow-file C7141 ${because} -->`), []],
    ['in the front matter, for the whole file', `---\n# perennial: allow-file C7141 ${because}\nsubject: x\n---\nHERE\n`, []],
    ['in the front matter, for a line', template(`# perennial: allow C7141 ${because}\npreheader: HERE0\n`, ''), ['HERE', 'HERE2']],
  ])('%s allows it', (_, text, left) => {
    expect(after('templates/a/b.mjml', text, 'C7141').left).toEqual(left);
  });
});

describe('a comment of the textual surface', () => {
  test('allows what it stands at, and is none inside of quotes', () => {
    const text =
      `send HERE # perennial: allow C4106 ${because}\nnote "# perennial: allow C4106 ${because}" HERE2\n` +
      `note '# perennial: allow C4106 ${because}' HERE3\nnote 'it''s' HERE4 # perennial: allow C4106 ${because}\n`;
    for (const ending of ['campaign', 'segments', 'scoring', 'tests']) {
      expect(after(`campaigns/a.${ending}`, text).left).toEqual(['HERE2', 'HERE3']);
    }
  });
});

describe('in a repository', () => {
  const waiting = (comment: string) =>
    completed(`campaign: demo
kind: welcome
stage: lead
owner: growth
enter:
  - on: signed_up
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - wait: project${comment}
    for: project_created
  - send: hello
`);

  test('what is allowed is told apart, and the release is made', async () => {
    const { diagnostics, suppressed, summary, release } = await check(waiting(` # perennial: allow endless-wait ${because}`));
    expect(diagnostics).toEqual([]);
    expect(suppressed.map(({ diagnostic, reason }) => [diagnostic.code, reason])).toEqual([['C4104', 'sales asked for it']]);
    expect(summary).toMatchObject({ errors: 0, warnings: 0 });
    expect(release).toBeDefined();
  });

  test('a comment is not called useless where errors keep much from being asked', async () => {
    const sources = waiting(`\n    at_most: 3 days # perennial: allow endless-wait ${because}`);
    expect((await check(sources)).diagnostics.map(({ code }) => code)).toEqual(['C0312']);
  });

  test.each([
    ['a line of its own', `\n    # perennial: allow send-after-goal ${because}`, ''],
    ['behind a value', ` # perennial: allow send-after-goal ${because}`, ''],
  ])('a useless comment on %s is taken away as if it had never been there', async (_, comment, rest) => {
    const sources = waiting(`${comment}\n    at_most: 3d`);
    const { diagnostics } = await check(sources);
    expect(diagnostics.map(({ code }) => code)).toEqual(['C0904']);
    expect(applyFixes(sources, diagnostics, 'safe').sources).toEqual(waiting(`${rest}\n    at_most: 3d`));
  });
});

test('whatever a file holds, its comments are read without a throw, in order, each beginning with its mark', () => {
  const piece = fc.constantFrom('#', ' ', '\n', '"', "'", '|', '>', ':', '- ', '{', '}', 'a', '\r\n', '<!--', '-->', '---\n', '\t', '\uFEFF', '\\');
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('a.yaml', 'a.mjml', 'a.campaign', 'a.txt'), (written, path) => {
      const comments = commentsIn({ path, text: written });
      for (const [index, { start, end }] of comments.entries()) {
        expect(written.slice(start, end)).toMatch(/^(#|<!--)/);
        if (index > 0 && path !== 'a.mjml') expect(start).toBeGreaterThanOrEqual(comments[index - 1]?.end ?? 0);
      }
    }),
    { numRuns: 2000 },
  );
});
