import type { TestAst } from '../ast/test-file.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { testsKeys } from './keys/test-keys.js';

/** The tests of one file: one, or a list under `tests:`. With errors, those that could be read. */
export function decodeTests(source: Source): Checked<readonly TestAst[]> {
  const decoded = decodeFile(source, (root, context) => {
    if (root.entries.some(({ key }) => key.value === 'tests')) {
      return decodeKeys(root, testsKeys, { where: 'a list of tests' }, context).tests;
    }
    const test = context.types.test.decode({ node: root, key: 'test', example: 'test: …' }, context);
    return test === undefined ? [] : [test];
  });
  return { value: decoded.value ?? [], diagnostics: decoded.diagnostics };
}
