import { expect, test } from 'vitest';
import { createLog } from '../../../runtime/operations/log.js';
import type { LogFormat, LogLevel } from '../../../runtime/operations/log.js';

function logging(format: LogFormat, level: LogLevel = 'info') {
  const lines: string[] = [];
  return { lines, log: createLog({ level, format, write: (line) => lines.push(line) }) };
}

test('JSON holds the level by name, the time in UTC and the text', () => {
  const { lines, log } = logging('json');
  log.warn('Temporal is away', { attempts: 3 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    pid: process.pid,
    about: { attempts: 3 },
    msg: 'Temporal is away',
  });
});

test('a person at a terminal reads the text alone', () => {
  const { lines, log } = logging('plain');
  log.info('Ingest API http://127.0.0.1:4477');
  log.error('It failed', { code: 7 });
  expect(lines).toEqual(['Ingest API http://127.0.0.1:4477', 'It failed {"code":7}']);
});

test('what is below the level is left out', () => {
  const { lines, log } = logging('plain', 'warn');
  log.debug('one');
  log.info('two');
  log.warn('three');
  expect(lines).toEqual(['three']);
  const silent = logging('plain', 'silent');
  silent.log.error('four');
  expect(silent.lines).toEqual([]);
});

test.each(['json', 'plain'] as const)('persons are taken out of texts and fields: %s', (format) => {
  const { lines, log } = logging(format);
  log.warn('550 5.1.1 <ada.l+x@mail.example>: no such user; ada@mail.example', {
    to: 'Ada Lovelace',
    nested: [{ user_id: 'u-ada', traits: { first_name: 'Ada' } }, 'write to ada@mail.example'],
    'ada@mail.example': 1,
    error: new TypeError('duplicate key: Key (user_id)=(u-ada) already exists'),
  });
  const [line = ''] = lines;
  expect(line).not.toMatch(/ada/i);
  expect(line).toContain('550 5.1.1');
  expect(line).toContain('TypeError');
});

test('what leads back to itself ends', () => {
  const { lines, log } = logging('plain');
  const around: Record<string, unknown> = {};
  around['around'] = around;
  log.info('round', { around });
  expect(lines).toHaveLength(1);
});
