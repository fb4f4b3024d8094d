import { expect, test } from 'vitest';
import { openIngest } from './open-ingest.js';

const item = { userId: 'u-17', messageId: 'm-1', groupId: 'acme', traits: { size: 12, domain: 'acme.example' } };

test('a group call is stored with its account and what is said of it', async () => {
  const { post, memory } = await openIngest();
  expect((await post('/v1/group', item)).json()).toEqual({ success: true, items: [{ index: 0, messageId: 'm-1', status: 'stored' }] });
  expect(memory.stored).toMatchObject([
    { kind: 'group', name: 'group', userId: 'u-17', properties: { group_id: 'acme', traits: item.traits } },
  ]);
});

test('in a batch what is wrong with it is said, and nothing is stored', async () => {
  const { post, memory } = await openIngest();
  const { groupId: _none, ...without } = item;
  const wrong = [without, { ...item, groupId: 17 }, { ...item, groupId: 'x'.repeat(256) }, { ...item, traits: 'big' }];
  const answer = await post('/v1/batch', { batch: wrong.map((one) => ({ type: 'group', ...one })) });
  expect(answer.json()).toMatchObject({
    items: [
      { status: 'rejected', problems: [{ path: '/groupId', message: 'is missing' }] },
      { status: 'rejected', problems: [{ path: '/groupId' }] },
      { status: 'rejected', problems: [{ path: '/groupId' }] },
      { status: 'rejected', problems: [{ path: '/traits', message: 'must be an object' }] },
    ],
  });
  expect(memory.stored).toEqual([]);
});

test('what the schema does not know of accounts is stored, with a warning', async () => {
  const { post } = await openIngest();
  expect((await post('/v1/group', { ...item, traits: { size: 'many', sise: 3 } })).json()).toMatchObject({
    items: [
      {
        status: 'stored',
        warnings: [
          { path: '/traits/sise', message: 'is not an attribute of accounts in the schema; did you mean "size"?' },
          { path: '/traits/size', message: 'must be a number' },
        ],
      },
    ],
  });
});

test('two calls that differ in their account alone are two', async () => {
  const { post, memory } = await openIngest();
  const { messageId: _none, ...same } = { ...item, timestamp: '2026-03-01T09:30:00Z' };
  await post('/v1/group', same);
  await post('/v1/group', { ...same, groupId: 'other' });
  expect(new Set(memory.stored.map(({ messageId }) => messageId)).size).toBe(2);
});
