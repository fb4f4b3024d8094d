import { describe, expect, test } from 'vitest';
import { checkAction } from '../../../compiler/extensions/check-action.js';
import { declaredExtensions } from '../../../compiler/extensions/declared-extensions.js';
import { extensionCodes } from '../../../compiler/extensions/extension-codes.js';
import { readPlugins } from '../../../compiler/extensions/read-plugins.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import { installed, pluginsIn, slackManifest } from './installed.js';
import { stepWith } from './step-with.js';

describe.each(Object.keys(extensionCodes))('the examples of %s', (code) => {
  const blocks = fencedBlocks(projectFile(`docs/rules/${code}.md`));

  test('are there, wrong and right', () => {
    expect(blocks.map(({ heading }) => heading)).toEqual(['Wrong', 'Right']);
  });

  test.each(blocks.map(({ heading, text }) => [heading, text]))('%s', (heading, text = '') => {
    const found = diagnosticsOf(text).map((diagnostic) => diagnostic.code);
    expect(found).toEqual(heading === 'Wrong' ? [code] : []);
  });
});

function diagnosticsOf(text: string): readonly Diagnostic[] {
  if (text.startsWith('plugins:')) return readPlugins(pluginsIn(text), installed).diagnostics;
  const { action, config } = stepWith(text);
  return checkAction(action, config, declaredExtensions([slackManifest]));
}
