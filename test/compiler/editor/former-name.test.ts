import { expect, test } from 'vitest';
import { rename } from '../../../compiler/editor/rename.js';
import { typing } from './repository.js';

const head = 'campaign: x\nkind: welcome\nstage: lead\nowner: team\nenter:\n  - on: signed_up\ngoal: activated within 14d\nsteps:\n';
const textHead = 'campaign x\nkind welcome\nstage lead\nowner team\nenter on signed_up\ngoal activated within 14d\n\n';

/** The file with the cursor at `‸`, after the rename. */
function renamed(path: string, marked: string, to: string): string {
  const { knowledge, offset } = typing(path, marked);
  const found = rename(knowledge, path, offset, to);
  if (found.kind === 'refused') return found.because;
  const own = found.edits.filter(({ span }) => span.file === path).toSorted((one, other) => other.span.start - one.span.start);
  return own.reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), marked.replace('‸', ''));
}

const steps = [
  ['x.yaml', `${head}  - end: ‸over # for good\n`, `${head}  - end: done # for good\n    was: over\n`],
  ['x.yaml', `${head}  - end: ‸over`, `${head}  - end: done\n    was: over`],
  ['x.yaml', `${head}  - { end: ‸over }\n`, `${head}  - { end: done, was: over }\n`],
  ['x.yaml', `${head}  - end: ‸over\n    was: past\n`, `${head}  - end: done\n    was: past\n`],
  ['x.campaign', `${textHead}end ‸over # for good\n`, `${textHead}end done was over # for good\n`],
  ['x.campaign', `${textHead}set ‸over lead.plan to "free"\n`, `${textHead}set done lead.plan was over to "free"\n`],
] as const;

test.each(steps)('a renamed step keeps its former name (%s: %s)', (file, before, after) => {
  expect(renamed(`campaigns/${file}`, before, 'done')).toBe(after);
});

test('a renamed campaign keeps its former name, on either surface', () => {
  const yaml = `campaign: ‸x # ours\n${head.slice(head.indexOf('kind'))}  - end: over\n`;
  expect(renamed('campaigns/x.yaml', yaml, 'y')).toMatch(/^campaign: y # ours\nwas: x\nkind/);
  expect(renamed('campaigns/x.campaign', `campaign ‸x "Ours"\n${textHead.slice(textHead.indexOf('kind'))}end over\n`, 'y')).toMatch(
    /^campaign y "Ours"\nwas x\nkind/,
  );
});
