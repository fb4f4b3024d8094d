import { expect, test } from 'vitest';
import { readTemplateName } from '../../../compiler/templates/files/template-name.js';

test.each([
  ['hello', {}],
  ['hello.de', { locale: 'de' }],
  ['hello.pt-BR', { locale: 'pt-BR' }],
  ['hello.zh-Hant', { locale: 'zh-Hant' }],
  ['hello.zh-Hant-TW', { locale: 'zh-Hant-TW' }],
  ['hello.es-419', { locale: 'es-419' }],
  ['hello.fil', { locale: 'fil' }],
  ['hello.decision_maker', { variant: 'decision_maker' }],
  ['hello.decision_maker.de', { variant: 'decision_maker', locale: 'de' }],
  ['hello.de.decision_maker', { variant: 'decision_maker', locale: 'de' }],
])('%s is read by its parts', (file, alternative) => {
  expect(readTemplateName(file, 'mjml')).toEqual({ name: 'hello', alternative });
});

test.each(['pro', 'vip', 'vp', 'smb', 'SMB', 'at-risk', 'c_level', 'trial'])('%s is a variant, whatever three letters may be a language', (part) => {
  expect(readTemplateName(`hello.${part}`, 'mjml').alternative).toEqual({ variant: part });
});

test('a text-only channel has variants and locales as well', () => {
  expect(readTemplateName('hello.vip.de.sms', 'txt').alternative).toEqual({ variant: 'vip', locale: 'de', channel: 'sms' });
});

test.each([
  ['hello.pt-br', 'mjml', 'pt-BR'],
  ['hello.DE', 'mjml', 'de'],
  ['hello.de.fr', 'mjml', 'locale'],
  ['hello.vip.trial', 'mjml', 'variant'],
  ['hello..de', 'mjml', 'dot'],
  ['hello.sms', 'mjml', '.txt'],
] as const)('%s.%s is refused with a mend', (file, extension, mend) => {
  expect(readTemplateName(file, extension).problem?.help).toContain(mend);
});
