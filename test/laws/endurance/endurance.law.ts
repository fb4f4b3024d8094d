import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readText } from '../../../grammar/text/read-text.js';
import { wearyParts } from '../../grammar/text/weary-parts.js';
import { lawOf } from '../law.js';

const length = 1_000_000;
const mostMs = 15_000;

export const endurance = lawOf(
  {
    name: 'endurance',
    promise: 'a megabyte of anything in the textual surface is read or reported within seconds',
    cases: 50,
  },
  fc.constantFrom(...wearyParts),
  (part) => {
    const start = performance.now();
    readText({ path: 'x.campaign', text: part.repeat(length / part.length) }, 'campaign');
    const ms = performance.now() - start;
    assert.ok(ms < mostMs, `${JSON.stringify(part)} over and over took ${Math.round(ms)} ms`);
  },
);
