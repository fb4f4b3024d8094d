import { expect, test } from 'vitest';
import { hoverAt } from '../../../compiler/editor/hover.js';
import { definitionsAt } from '../../../compiler/editor/navigate.js';
import { outlineOf } from '../../../compiler/editor/outline.js';
import { rename, renameableAt } from '../../../compiler/editor/rename.js';
import { languageWords } from '../../../compiler/editor/words/key-words.js';
import { functionNames } from '../../../grammar/expressions/names.js';
import { typing } from './repository.js';

test('every function of history has words', () => {
  for (const name of functionNames) expect(languageWords[name], name).toMatch(/\.$/);
});

const text = `campaign x
kind welcome
stage lead
owner team
enter on signed_up
goal activated within 14d
send hello when lead.plan == "trial"
wait w for did(activated ever) at most 3d {
  send again
}
`;

function at(before: string, shift = 0) {
  const offset = text.indexOf(before) + shift;
  const { knowledge } = typing('campaigns/x.campaign', text);
  return { knowledge, offset };
}

test('the textual surface is understood as YAML is', () => {
  const key = at('wait w', 1);
  expect(hoverAt(key.knowledge, 'campaigns/x.campaign', key.offset)?.markdown).toContain('Wait for an event or a condition');
  const past = at('did(activated', 1);
  expect(hoverAt(past.knowledge, 'campaigns/x.campaign', past.offset)?.markdown).toMatch(/Whether the event happened[^]*In words: .*activat/);
  const plan = at('lead.plan', 6);
  expect(hoverAt(plan.knowledge, 'campaigns/x.campaign', plan.offset)?.markdown).toContain('one of free, trial, team, business');
  expect(definitionsAt(plan.knowledge, 'campaigns/x.campaign', plan.offset).map(({ file }) => file)).toEqual(['schema/lead.yaml']);
  const [campaign] = outlineOf(plan.knowledge, 'campaigns/x.campaign');
  expect(campaign?.below.map(({ name }) => name)).toEqual(['enter on signed_up', 'goal activated within 14d', 'hello', 'w']);
});

test('a rename keeps quotes, and what is built in keeps its name', () => {
  const { knowledge, offset } = at('again');
  const found = renameableAt(knowledge, 'campaigns/x.campaign', offset);
  // Its template is nowhere yet, so only the step has the name.
  expect(found?.name).toBe('again');
  const { knowledge: quoted, offset: place } = typing('schema/lead.yaml', "lead:\n  'pl‸an': { type: text }\n");
  const renamed = rename(quoted, 'schema/lead.yaml', place, 'tariff');
  expect(renamed.kind === 'renamed' && renamed.edits.find(({ span }) => span.file === 'schema/lead.yaml')?.span).toMatchObject({ start: 9, end: 13 });
});
