import { describe, expect, test } from 'vitest';
import { declaredExtensions } from '../../../compiler/extensions/declared-extensions.js';
import { isPluginName, pluginFolder } from '../../../compiler/extensions/plugin-folder.js';
import { readManifest } from '../../../compiler/extensions/read-manifest.js';
import { readPlugins } from '../../../compiler/extensions/read-plugins.js';
import { installed, manifestWith, pluginsIn, slackManifest } from './installed.js';

function reports(line: string) {
  const { diagnostics } = readPlugins(pluginsIn(line), installed);
  return diagnostics.map(({ code, message, help, span }) => `${code} ${line.slice(span.start, span.end)}: ${message} ${help}`);
}

test('each way in which a plug-in cannot be used is said where it is named', () => {
  expect(reports('plugins: [ "@acme/perennial-slak" ]')).toEqual([
    'C9101 @acme/perennial-slak: The plug-in "@acme/perennial-slak" is not installed. Run: npm install @acme/perennial-slak',
  ]);
  expect(reports('plugins: [ ./plugins/nowhere ]')).toEqual([
    'C9101 ./plugins/nowhere: There is no plug-in in ./plugins/nowhere. Name a folder with a package.json and a plugin.manifest.json.',
  ]);
  expect(reports('plugins: [ ./plugins/unbuilt ]')).toEqual([
    'C9102 ./plugins/unbuilt: The plug-in "./plugins/unbuilt" has no plugin.manifest.json. ' +
      'Build it, then run: perennial plugin manifest plugins/unbuilt',
  ]);
  expect(reports('plugins: [ ./plugins/half ]')).toEqual([
    'C9103 ./plugins/half: The manifest of "./plugins/half" cannot be read: it must have required property \'version\'. ' +
      'Write it anew with: perennial plugin manifest',
  ]);
  expect(reports('plugins: [ "@acme/from-the-future" ]')).toEqual([
    'C9104 @acme/from-the-future: The plug-in "@acme/from-the-future" is written for plug-in API 2; this version has 1. Update perennial.',
  ]);
  expect(reports('plugins: [ ./plugins/edited ]')).toEqual([
    'C9105 ./plugins/edited: The manifest of "./plugins/edited" is not that of its package: it was changed after it was written. ' +
      'Write it anew with: perennial plugin manifest',
  ]);
  expect(reports('plugins: [ ./plugins/upgraded ]')).toEqual([
    'C9105 ./plugins/upgraded: The manifest of "./plugins/upgraded" is not that of its package: ' +
      'it was written for version 1.0.0, the package is 1.1.0. Write it anew with: perennial plugin manifest',
  ]);
  expect(reports('plugins: [ "@acme/perennial-slack", "@acme/other-slack" ]')).toEqual([
    'C9106 @acme/other-slack: "@acme/other-slack" and "@acme/perennial-slack" both have the action "slack-post". ' +
      'Remove one of the two plug-ins, or ask its author for another name.',
  ]);
  expect(reports('plugins: [ ./plugins/odd-schema ]')[0]).toContain(
    'C9107 ./plugins/odd-schema: The schema of the action "slack-post" in "./plugins/odd-schema" is not valid: ',
  );
});

test('one that cannot be used keeps no other from being used', () => {
  const { value, diagnostics } = readPlugins(pluginsIn('plugins: [ ./plugins/garbled, "@acme/perennial-slack" ]'), installed);
  expect(value.map(({ name }) => name)).toEqual(['@acme/perennial-slack']);
  expect(diagnostics).toHaveLength(1);
});

test('a plug-in cannot take a word of the language', () => {
  const [own] = slackManifest.functions;
  if (own === undefined) throw new Error('the example has no function');
  const path = 'plugins/own/plugin.manifest.json';
  const text = JSON.stringify(manifestWith({ name: 'own', actions: [], triggers: [], functions: [{ ...own, name: 'count' }] }));
  const { diagnostics } = readPlugins(pluginsIn('plugins: [ ./plugins/own ]'), [{ path, text }]);
  expect(diagnostics.map(({ message }) => message)).toEqual(['"own" and the language itself both have the function "count".']);
});

describe('a manifest', () => {
  test('of any kind of rubbish is refused, and nothing thrown', () => {
    const deep = `{"apiVersion":1,"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    for (const text of ['', 'null', '[]', '1', '{}', '{"apiVersion":"1"}', deep, '\u0000']) {
      expect(readManifest(text).kind, text.slice(0, 40)).toBe('unreadable');
    }
  });

  test('of the example is read as it stands', () => {
    expect(readManifest(JSON.stringify(slackManifest))).toEqual({ kind: 'read', manifest: slackManifest });
  });
});

test('what campaigns can name, in the language’s own types', () => {
  const { actions, triggers, channels, functions } = declaredExtensions([slackManifest]);
  expect(actions.get('slack-post')).toMatchObject({ plugin: '@acme/perennial-slack', effect: 'at-least-once', consent: 'none' });
  expect([...(actions.get('slack-post')?.output ?? [])]).toEqual([
    ['posted_at', { type: 'timestamp', optional: false, meaning: 'When Slack took it.' }],
  ]);
  expect([...(triggers.get('slack_reaction_added')?.properties ?? [])]).toEqual([
    ['reaction', { type: 'text', optional: false, meaning: 'The name of the emoji.' }],
  ]);
  expect(channels.size).toBe(0);
  expect(functions.get('email_domain')).toMatchObject({ parameters: [{ name: 'address', type: 'text' }], result: 'text' });
});

test('where a plug-in lies', () => {
  expect(pluginFolder('@acme/slack')).toBe('node_modules/@acme/slack');
  expect(pluginFolder('./plugins/slack/')).toBe('plugins/slack');
  expect(pluginFolder('../shared/./slack')).toBe('../shared/slack');
  for (const name of ['/etc', '@acme/../../x', 'a b', '', '..', './a\0b']) expect(isPluginName(name), name).toBe(false);
});
