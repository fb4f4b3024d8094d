import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { entryHeads, campaignKeys, leaveHeads } from '../../grammar/decode/keys/campaign-keys.js';
import type { KeyTable } from '../../grammar/decode/key-table.js';
import { allPhrases } from '../../grammar/expressions/all-phrases.js';
import { functionNames, pathRoots } from '../../grammar/expressions/names.js';
import { stepKeys, stepKinds } from '../../grammar/steps/all-steps.js';
import { tokenize } from './tokenize.js';
import type { Token } from './tokenize.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

function scopeOf(tokens: readonly Token[], text: string): string | undefined {
  return tokens.find((token) => token.text === text)?.scope;
}

describe('phrases inside YAML', () => {
  test('have the colours of what they are', async () => {
    const tokens = await tokenize('source.yaml', readFileSync(join(root, 'examples/saas/campaigns/onboarding.yaml'), 'utf8'));
    expect(scopeOf(tokens, 'did')).toBe('support.function.perennial');
    expect(scopeOf(tokens, 'lead.company_size')).toBe('variable.other.attribute.perennial');
    expect(scopeOf(tokens, 'onboarding_completed')).toBe('entity.name.type.event.perennial');
    expect(scopeOf(tokens, '30d')).toBe('constant.numeric.quantity.perennial');
    expect(scopeOf(tokens, 'mon-fri')).toBe('constant.language.weekday.perennial');
    expect(scopeOf(tokens, 'within')).toBe('keyword.other.perennial');
    expect(scopeOf(tokens, 'when')).toBe('entity.name.tag.yaml');
  });

  test('comments stay comments, and titles stay text', async () => {
    const tokens = await tokenize('source.yaml', 'title: when lead.plan did(x ever)\nwhen: lead.plan # lead.size\n# when: lead.plan');
    expect(tokens.filter(({ text }) => text === 'lead.plan').map(({ scope }) => scope)).toEqual(['variable.other.attribute.perennial']);
    expect(tokens.filter(({ text }) => text.includes('lead.size')).map(({ scope }) => scope)).toEqual(['comment.line.number-sign.yaml']);
  });

  test('points of a score are phrases without a key', async () => {
    const tokens = await tokenize('source.yaml', readFileSync(join(root, 'examples/saas/scoring/scoring.yaml'), 'utf8'));
    expect(scopeOf(tokens, 'lead.seniority')).toBe('variable.other.attribute.perennial');
    expect(scopeOf(tokens, 'at most')).toBe('keyword.other.perennial');
  });

  test('every key of a campaign that holds a phrase is known', async () => {
    const tables: readonly KeyTable[] = [campaignKeys, ...Object.values(entryHeads), ...Object.values(leaveHeads), ...stepKinds.map((kind) => stepKeys[kind])];
    const keys = tables.flatMap((table) => Object.entries(table).filter(([, { type }]) => Object.hasOwn(allPhrases, type)).map(([name]) => name));
    for (const key of new Set(keys)) {
      const tokens = await tokenize('source.yaml', `${key}: lead.plan`);
      expect(scopeOf(tokens, 'lead.plan'), key).toBe('variable.other.attribute.perennial');
    }
  });

  test('every function and every root of a name has its colour', async () => {
    for (const name of functionNames) expect(scopeOf(await tokenize('source.yaml', `when: ${name}(x ever)`), name), name).toBe('support.function.perennial');
    for (const name of pathRoots) expect(scopeOf(await tokenize('source.yaml', `when: ${name}.x`), `${name}.x`), name).toBe('variable.other.attribute.perennial');
  });
});

describe('the textual surface', () => {
  const folder = join(root, 'test/grammar/text/pairs');
  const files = readdirSync(folder).filter((name) => /\.(campaign|segments|scoring|tests)$/.test(name));

  test.each(files)('%s: no statement is left without a colour', async (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const tokens = await tokenize('source.perennial', text);
    expect(tokens.map((token) => token.text).join('')).toBe(text.replaceAll('\n', ''));
    for (const line of text.split('\n').filter((one) => /^\w/.test(one))) {
      const first = (await tokenize('source.perennial', line)).find((token) => /\w/.test(token.text));
      expect(first?.scope, line).not.toBe('source.perennial');
    }
  });

  test('steps, names and phrases', async () => {
    const tokens = await tokenize('source.perennial', 'send hello at day 2 09:30 mon-fri when not did(project_created since entry) # soon');
    expect(scopeOf(tokens, 'send')).toBe('keyword.control.step.perennial');
    expect(scopeOf(tokens, 'hello')).toBe('entity.name.function.step.perennial');
    expect(scopeOf(tokens, '09:30')).toBe('constant.numeric.time.perennial');
    expect(scopeOf(tokens, 'since entry')).toBe('keyword.other.perennial');
    expect(scopeOf(tokens, '# soon')).toBe('comment.line.number-sign.perennial');
  });
});
