import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  DocumentSymbol,
  Hover,
  Location,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { openEditor } from './lsp-client.js';
import type { Editor } from './lsp-client.js';
import { copyOf } from '../perennial.js';

let root: string;
let editor: Editor;
beforeAll(async () => {
  root = copyOf('examples/saas');
  editor = await openEditor(root);
});

const onboarding = 'campaigns/onboarding.yaml';

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The file with one stretch replaced; `‸` in it is the cursor. */
function changed(path: string, before: string, after: string): string {
  const text = textOf(path);
  if (!text.includes(before)) throw new Error(`${path} does not hold ${before}`);
  return text.replace(before, after);
}

async function labelsAt(path: string, before: string, after: string): Promise<readonly string[]> {
  const position = await editor.show(path, changed(path, before, after));
  const { items } = await editor.request<CompletionList>('completion', path, { position });
  return items.toSorted((one, other) => ((one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1)).map(({ label }) => label);
}

/** What a text becomes by edits. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: Range['start']): number => (starts[line] ?? text.length) + character;
  return [...edits]
    .toSorted((one, other) => offset(other.range.start) - offset(one.range.start))
    .reduce((all, { range, newText }) => all.slice(0, offset(range.start)) + newText + all.slice(offset(range.end)), text);
}

describe('diagnostics', () => {
  test('what check finds stands at its place, with a page and a word beside, and goes when it is mended', async () => {
    await editor.show(onboarding, changed(onboarding, 'lead.company_size >= 50', 'lead.company_sice >= 50'));
    const [found] = await editor.diagnostics(onboarding, (all) => all.length === 1);
    expect(found).toMatchObject({ code: 'C2101', severity: 1, source: 'perennial' });
    expect(found?.message).toContain('company_size');
    expect(found?.range).toEqual({ start: { line: 40, character: 19 }, end: { line: 40, character: 31 } });
    expect(existsSync(fileURLToPath(found?.codeDescription?.href ?? ''))).toBe(true);
    await editor.show(onboarding);
    expect(await editor.diagnostics(onboarding, (all) => all.length === 0)).toEqual([]);
  });

  test('a mistake in the schema is told where it matters, in files that are not open', async () => {
    const path = 'schema/lead.yaml';
    await editor.show(path, changed(path, '  company_size: { type: number, example: 120,', '  company_size: { type: text, example: many,'));
    const inScoring = await editor.diagnostics('scoring/scoring.yaml', (all) => all.length > 0);
    expect(inScoring.map(({ code }) => code)).toContain('C3104');
    await editor.show(path);
    await editor.diagnostics('scoring/scoring.yaml', (all) => all.length === 0);
  });

  test('a name that many use and nobody declares is told once, where it was misspelt', async () => {
    const path = 'schema/lead.yaml';
    await editor.show(path, changed(path, '  company_size:', '  company_sise:'));
    const found = await editor.diagnostics(path, (all) => all.length > 0);
    expect(found.map(({ code }) => code)).toEqual(['C2101']);
    expect(found[0]?.relatedInformation?.length).toBeGreaterThan(1);
    await editor.show(path);
    await editor.diagnostics(path, (all) => all.length === 0);
  });

  test('a place that belongs to a mistake is linked', async () => {
    await editor.show(onboarding, changed(onboarding, '- send: invite-team', '- send: profile'));
    const found = await editor.diagnostics(onboarding, (all) => all.some(({ code }) => code === 'C2202'));
    const twice = found.find(({ code }) => code === 'C2202');
    expect(twice?.relatedInformation?.[0]).toMatchObject({ message: 'first used here', location: { uri: editor.uri(onboarding) } });
    await editor.show(onboarding);
    await editor.diagnostics(onboarding, (all) => all.length === 0);
  });

  test('a template is checked as it is typed', async () => {
    const path = 'templates/welcome/hello.mjml';
    await editor.show(path, changed(path, '{{ lead.first_name | default: \'there\' }}', '{{ lead.first_nam }}'));
    const found = await editor.diagnostics(path, (all) => all.length > 0);
    expect(found[0]?.message).toContain('first_name');
    await editor.show(path);
    await editor.diagnostics(path, (all) => all.length === 0);
  });

  test('a half-typed file is told of, and ends nothing', async () => {
    for (const text of ['', 'campaign', 'campaign: x\nsteps:\n  - ', 'a: [', '"', '\u0000', '- - - -', 'steps: { ‸ } ]']) {
      const position = await editor.show(onboarding, text);
      await editor.request('completion', onboarding, { position });
      await editor.request('hover', onboarding, { position });
      await editor.request('documentSymbol', onboarding, {});
    }
    await editor.show(onboarding);
    await editor.diagnostics(onboarding, (all) => all.length === 0);
  });
});

describe('completion', () => {
  test('attributes behind "lead.", with type and meaning', async () => {
    const position = await editor.show(onboarding, changed(onboarding, 'when: lead.employee', 'when: lead.‸'));
    const { items } = await editor.request<CompletionList>('completion', onboarding, { position });
    expect(items.every(({ label }) => label.startsWith('lead.'))).toBe(true);
    const employee = items.find(({ label }) => label === 'lead.employee');
    expect(employee?.detail).toBe('true or false: One of our own people trying things out.');
    // A condition wants true or false, so those stand first.
    expect(items.toSorted((one, other) => ((one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1))[0]?.detail).toContain('true or false');
  });

  test('events behind "on" and "did("', async () => {
    expect(await labelsAt(onboarding, 'on: document_created', 'on: ‸')).toContain('signed_up');
    expect(await labelsAt(onboarding, 'did(profile_completed ever)', 'did(‸')).toContain('page_viewed');
  });

  test('the values of an enum behind "=="', async () => {
    const labels = await labelsAt(onboarding, 'when: lead.employee', 'when: lead.plan == ‸');
    expect(labels.slice(0, 4)).toEqual(['"free"', '"trial"', '"team"', '"business"']);
  });

  test('numbers alone behind a number', async () => {
    const labels = await labelsAt(onboarding, 'lead.company_size >= 50', 'score.fit >= ‸');
    expect(labels).toContain('lead.company_size');
    expect(labels).not.toContain('lead.plan');
  });

  test('units behind a number', async () => {
    expect(await labelsAt(onboarding, 'at_most: 1d', 'at_most: 3‸')).toEqual(['3s', '3min', '3h', '3d', '3w', '3mo', '3y']);
  });

  test('topics, senders and hours', async () => {
    expect(await labelsAt(onboarding, 'topic product-tips', 'topic ‸')).toEqual(['product-tips', 'education', 'account-news']);
    expect(await labelsAt(onboarding, 'from onboarding', 'from ‸')).toEqual(['onboarding', 'education', 'success']);
    expect(await labelsAt(onboarding, 'hours business', 'hours ‸')).toEqual(['business', 'any-time']);
  });

  test('templates behind "send", and steps in tests', async () => {
    expect(await labelsAt(onboarding, 'send: send-it', 'send: ‸')).toContain('five-minutes');
    await editor.show(onboarding);
    const steps = await labelsAt('tests/onboarding.test.yaml', 'sent: send-it', 'sent: ‸');
    expect(steps).toEqual(['send-it', 'profile', 'template', 'invite-team', 'five-minutes']);
    await editor.show('tests/onboarding.test.yaml');
  });

  test('segments behind "in"', async () => {
    await editor.show('segments/people.yaml', 'segments:\n  power-users: lead.company_size > 10\n');
    expect(await labelsAt(onboarding, 'when: lead.employee', 'when: lead in ‸')).toContain('power-users');
    await editor.show('segments/people.yaml', 'segments:\n  power-users: lead.company_size > 10\n');
  });

  test('keys of the construct that are not there yet, as snippets at their depth', async () => {
    const position = await editor.show(onboarding, changed(onboarding, '  - send: profile', '  - ‸\n  - send: profile'));
    const { items } = await editor.request<CompletionList>('completion', onboarding, { position });
    const wait = items.find(({ label }) => label === 'wait');
    expect(wait).toMatchObject({ insertTextFormat: 2, detail: 'Wait for an event or a condition, with a limit.' });
    expect(wait?.textEdit?.newText).toBe(
      'wait: ${1:name}\n    for: ${2:project_created}\n    at_most: ${3:3d}\n    else:\n      - send: ${4:name}',
    );
    const keys = await labelsAt(onboarding, '    when: not did(profile_completed ever)', '    ‸');
    expect(keys).toContain('when');
    expect(keys).not.toContain('after');
  });

  test('in the textual surface the same', async () => {
    const text = 'campaign x\nkind welcome\nstage lead\nowner team\nenter on signed_up\nsend hello when lead.plan == ‸\n';
    const position = await editor.show('campaigns/x.campaign', text);
    const { items } = await editor.request<CompletionList>('completion', 'campaigns/x.campaign', { position });
    expect(items.map(({ label }) => label)).toContain('"trial"');
    const next = await editor.show('campaigns/x.campaign', text.replace('when lead.plan == ‸', '‸'));
    const keys = await editor.request<CompletionList>('completion', 'campaigns/x.campaign', { position: next });
    expect(keys.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['when', 'after', 'late']));
  });

  test('attributes in the Liquid of a template', async () => {
    const path = 'templates/welcome/hello.mjml';
    const labels = await labelsAt(path, "{{ lead.first_name | default: 'there' }}", '{{ lead.fi‸');
    expect(labels).toContain('lead.first_name');
    await editor.show(path);
  });

  test('an editor without snippets gets plain text', async () => {
    const plain = await openEditor(root, {});
    const position = await plain.show(onboarding, changed(onboarding, '  - send: profile', '  - ‸'));
    const { items } = await plain.request<CompletionList>('completion', onboarding, { position });
    expect(items.find(({ label }) => label === 'wait')?.textEdit?.newText).toBe(
      'wait: name\n    for: project_created\n    at_most: 3d\n    else:\n      - send: name',
    );
    expect(await plain.close()).toBe(0);
  });
});

async function hoverOn(path: string, before: string, shift: number): Promise<string> {
  const text = textOf(path);
  const offset = text.indexOf(before) + shift;
  const position = await editor.show(path, `${text.slice(0, offset)}‸${text.slice(offset)}`);
  const hover = await editor.request<Hover | null>('hover', path, { position });
  const contents = hover?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hover', () => {
  test('an attribute: type, default, meaning, and the condition in words', async () => {
    const words = await hoverOn(onboarding, 'lead.company_size', 8);
    expect(words).toContain('**lead.company_size**: a number, can be missing');
    expect(words).toContain('People who prepare or sign documents.');
    expect(words).toMatch(/In words: .*company size.*50/);
  });

  test('an event, a key, a step, a word of the language', async () => {
    expect(await hoverOn(onboarding, 'document_created', 3)).toContain('one of blank, template');
    expect(await hoverOn(onboarding, 'at_most', 2)).toContain('How long to wait at most.');
    expect(await hoverOn(onboarding, 'send: profile', 1)).toContain('Send a message');
    expect(await hoverOn(onboarding, 'did(activated ever)', 1)).toContain('Whether the event happened');
    expect(await hoverOn('templates/welcome/hello.mjml', 'lead.first_name', 7)).toContain('As the person wrote it.');
  });
});

async function positionOf(path: string, before: string, shift: number) {
  const text = textOf(path);
  const offset = text.indexOf(before) + shift;
  return editor.show(path, `${text.slice(0, offset)}‸${text.slice(offset)}`);
}

describe('navigation', () => {
  test('from a send to its template, from a name to its declaration', async () => {
    const where = async (path: string, before: string, shift: number) => {
      const position = await positionOf(path, before, shift);
      const found = await editor.request<Location[]>('definition', path, { position });
      return found.map(({ uri, range }) => `${uri.slice(editor.uri('/').length)}:${range.start.line + 1}`);
    };
    expect(await where(onboarding, 'send: profile', 8)).toEqual(['templates/onboarding/profile.mjml:1']);
    expect(await where(onboarding, 'lead.company_size', 7)).toEqual(['schema/lead.yaml:9']);
    expect(await where('tests/onboarding.test.yaml', 'campaign: onboarding', 12)).toEqual(['campaigns/onboarding.yaml:2']);
    expect(await where('tests/onboarding.test.yaml', 'sent: send-it', 8)).toEqual(['campaigns/onboarding.yaml:25']);
    expect(await where('scoring/scoring.yaml', 'document_signed', 3)).toEqual([expect.stringMatching(/^schema\/events\.yaml:/)]);
    expect(await where('templates/welcome/hello.mjml', 'lead.first_name', 7)).toEqual(['schema/lead.yaml:5']);
  });

  test('every place that names it', async () => {
    const position = await positionOf(onboarding, 'lead.company_size', 7);
    const found = await editor.request<Location[]>('references', onboarding, { position, context: { includeDeclaration: true } });
    const files = new Set(found.map(({ uri }) => uri.slice(editor.uri('/').length)));
    expect([...files]).toEqual(expect.arrayContaining(['schema/lead.yaml', 'scoring/scoring.yaml', onboarding, 'tests/onboarding.test.yaml']));
  });
});

async function renamed(path: string, before: string, shift: number, newName: string) {
  const position = await positionOf(path, before, shift);
  const { documentChanges = [] } = await editor.request<WorkspaceEdit>('rename', path, { position, newName });
  const edits = documentChanges.filter((change): change is TextDocumentEdit => 'edits' in change);
  const moves = documentChanges.flatMap((change) => ('kind' in change && change.kind === 'rename' ? [change.newUri.slice(editor.uri('/').length)] : []));
  const texts = new Map(
    edits.map(({ textDocument, edits: own }) => {
      const file = textDocument.uri.slice(editor.uri('/').length);
      return [file, applied(textOf(file), own.flatMap((edit) => ('newText' in edit ? [edit] : [])))] as const;
    }),
  );
  return { texts, moves };
}

describe('renaming', () => {
  test('a step that sends: in the campaign and its tests, and the template moves', async () => {
    const { texts, moves } = await renamed(onboarding, 'send: profile', 8, 'about-you');
    expect(moves).toEqual(['templates/onboarding/about-you.mjml']);
    expect(texts.get(onboarding)).toBe(changed(onboarding, 'send: profile\n', 'send: about-you\n    was: profile\n'));
    expect(texts.get('tests/onboarding.test.yaml')).toContain('{ skipped: about-you }');
  });

  test('an attribute: in campaigns, scoring, tests and the Liquid of templates', async () => {
    const { texts, moves } = await renamed('templates/welcome/hello.mjml', 'lead.first_name', 7, 'given_name');
    expect(moves).toEqual([]);
    expect(texts.get('schema/lead.yaml')).toContain('  given_name: { type: text');
    expect(texts.get('templates/welcome/hello.mjml')).toContain("{{ lead.given_name | default: 'there' }}");
    expect([...texts.values()].join('\n')).not.toContain('lead.first_name');
  });

  test('after a rename check says nothing new', async () => {
    const { texts } = await renamed('schema/events.yaml', '  document_created:', 5, 'draft_begun');
    for (const [path, text] of texts) await editor.show(path, text);
    const words = [...texts.values()].join('\n');
    expect(words).toContain('on: draft_begun');
    expect(words).toContain('event: draft_begun');
    await editor.diagnostics(onboarding, (all) => all.length === 0);
    for (const path of texts.keys()) await editor.show(path);
  });

  test('a name that is taken, or cannot be one, is refused with the reason', async () => {
    const position = await positionOf(onboarding, 'lead.company_size', 7);
    await expect(editor.request('rename', onboarding, { position, newName: 'plan' })).rejects.toThrow('There is another attribute "plan".');
    await expect(editor.request('rename', onboarding, { position, newName: 'a-b' })).rejects.toThrow('letters, digits and _ alone');
  });

  test('what is built in has no name to change', async () => {
    const path = 'campaigns/sdr-hand-off.yaml';
    const position = await positionOf(path, 'sdr_ready', 3);
    expect(await editor.request('prepareRename', path, { position })).toBeNull();
  });
});

async function actionsOn(path: string, text: string, range: Range): Promise<CodeAction[]> {
  await editor.show(path, text);
  await editor.diagnostics(path, (all) => all.length > 0);
  return editor.request<CodeAction[]>('codeAction', path, { range, context: { diagnostics: [] } });
}

describe('code actions', () => {
  test('a fix of check, applied, mends it', async () => {
    const text = changed(onboarding, 'lead.company_size >= 50', 'lead.company_sice >= 50');
    await editor.show(onboarding, text);
    const [found] = await editor.diagnostics(onboarding, (all) => all.length === 1);
    const range = found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const [fix] = await actionsOn(onboarding, text, range);
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    const edits = fix?.edit?.changes?.[editor.uri(onboarding)] ?? [];
    expect(applied(text, edits)).toBe(textOf(onboarding));
    await editor.show(onboarding);
    await editor.diagnostics(onboarding, (all) => all.length === 0);
  });

  test('a warning can be allowed with a reason, and is gone then', async () => {
    const path = onboarding;
    const text = changed(path, '    after: 2d\n', '    after: 2d\n    late: skip\n');
    await editor.show(path, text);
    const [warning] = await editor.diagnostics(path, (all) => all.length > 0);
    if (warning === undefined) throw new Error('no warning');
    expect(warning.severity).toBe(2);
    const actions = await actionsOn(path, text, warning.range);
    const allow = actions.find(({ title }) => title.startsWith('Allow'));
    expect(allow?.title).toBe(`Allow ${String(warning.code)} here, with a reason`);
    const allowed = applied(text, allow?.edit?.changes?.[editor.uri(path)] ?? []);
    expect(allowed).toContain(`# perennial: allow ${String(warning.code)} because say here why\n`);
    await editor.show(path, allowed);
    expect(await editor.diagnostics(path, (all) => all.length === 0)).toEqual([]);
    await editor.show(path);
  });

  test('an error that is a law cannot be allowed', async () => {
    const text = changed(onboarding, 'lead.company_size >= 50', 'lead.company_sice >= 50');
    const actions = await actionsOn(onboarding, text, { start: { line: 40, character: 20 }, end: { line: 40, character: 20 } });
    expect(actions.map(({ title }) => title)).toEqual(['Write "company_size"']);
    await editor.show(onboarding);
    await editor.diagnostics(onboarding, (all) => all.length === 0);
  });
});

test('formatting is what fmt does, as one small edit', async () => {
  const text = changed(onboarding, 'title: Finish setting up', 'title:    Finish setting up');
  await editor.show(onboarding, text);
  const edits = await editor.request<TextEdit[]>('formatting', onboarding, { options: { tabSize: 2, insertSpaces: true } });
  expect(edits).toHaveLength(1);
  expect(applied(text, edits)).toContain('title: Finish setting up');
  await editor.show(onboarding);
});

test('the outline has the steps of a campaign, one in the other', async () => {
  await editor.show(onboarding);
  const [campaign] = await editor.request<DocumentSymbol[]>('documentSymbol', onboarding, {});
  expect(campaign).toMatchObject({ name: 'onboarding', detail: 'Finish setting up' });
  const last = campaign?.children?.at(-1);
  expect(last).toMatchObject({ name: 'last-steps', detail: 'wait', children: [{ name: 'else', children: [{ name: 'larger-team' }] }] });
});

test('places are counted in UTF-16 units', async () => {
  const note = 'note: "😀😀" # 😀\n    when: lead.emploiee\n    after: 2d';
  const path = onboarding;
  await editor.show(path, changed(path, 'after: 2d', note).replace('    when: not did(profile_completed ever)\n', ''));
  const found = await editor.diagnostics(path, (all) => all.some(({ code }) => code === 'C2101'));
  const wrong = found.find(({ code }) => code === 'C2101');
  expect(wrong?.range.start.character).toBe('    when: lead.'.length);
  await editor.show(path);
  await editor.diagnostics(path, (all) => all.length === 0);
});

test('a file that changes outside of the editor is read again', async () => {
  const path = 'campaigns/renewal.yaml';
  writeFileSync(join(root, path), changed(path, 'kind: renewal', 'kind: renewall'));
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type: 2 }] });
  const [found] = await editor.diagnostics(path, (all) => all.length > 0);
  expect(found?.code).toBe('C2109');
});

test('a file in no repository is left alone', async () => {
  const position = { line: 0, character: 0 };
  const uri = 'file:///nowhere/x.yaml';
  await editor.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: 'a: b' } });
  expect(await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
});

test('the editor says goodbye, and the server ends', async () => {
  expect(await editor.close()).toBe(0);
});
