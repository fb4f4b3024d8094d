import type { ValueTree } from '../../grammar/ast/value-tree.js';
import type { ChannelAst } from '../../grammar/ast/workspace.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Located } from '../../grammar/span.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import { checkConfig } from '../extensions/check-config.js';
import { createExtensionReport } from '../extensions/extension-codes.js';
import type { JsonSchema } from '../extensions/manifest.js';
import type { Declared } from '../names/declared.js';
import { nearest, renameFix } from '../names/nearest.js';
import { channelSettings, channelTargets } from './channel-settings.js';

/** The settings of every channel in perennial.yaml: a slip there would show only when the first message fails. */
export function checkChannels(channels: readonly ChannelAst[], declared: Declared): readonly Diagnostic[] {
  return channels.flatMap((channel) => {
    const wrong = checkSettings(channel, declared);
    return wrong.length > 0 ? wrong : [...missesTarget(channel), ...checkAddress(channel, declared)];
  });
}

function checkSettings({ name, kind, settings, span }: ChannelAst, { extensions }: Declared): readonly Diagnostic[] {
  const offered = extensions.channels.get(kind?.value ?? '');
  const own: Readonly<Record<string, JsonSchema>> = channelSettings;
  const schema = offered?.config ?? (kind !== undefined && Object.hasOwn(own, kind.value) ? own[kind.value] : undefined);
  if (schema === undefined) return [];
  // Ours on any channel of a plug-in: its author need not know of it.
  const entries = settings.filter(({ key }) => offered === undefined || key.value !== 'address');
  const config: ValueTree = {
    kind: 'mapping',
    entries: entries.map(({ key, value }) => ({ key, value: { kind: 'value', ...value } })),
    span,
  };
  return checkConfig(schema, config, { where: whereOf(name), span });
}

function missesTarget({ name, kind, settings }: ChannelAst): readonly Diagnostic[] {
  const target = kind !== undefined && Object.hasOwn(channelTargets, kind.value) ? channelTargets[kind.value] : undefined;
  if (target === undefined || settings.some(({ key }) => key.value === 'url' || key.value === 'url_secret')) return [];
  const report = createExtensionReport();
  report('C9113', name.span, { ...target, where: whereOf(name) });
  return report.diagnostics;
}

/** The attribute that holds the lead's address on the channel: without it nobody could be reached. */
function checkAddress({ name, kind, settings }: ChannelAst, { attributes, schemaComplete }: Declared): readonly Diagnostic[] {
  if (!schemaComplete) return [];
  const said = settings.find(({ key }) => key.value === 'address')?.value;
  if (said === undefined) {
    if (kind?.value !== 'sms' || attributes.has('phone')) return [];
    const report = createExtensionReport();
    report('C9113', name.span, { key: 'address', where: whereOf(name), wanted: 'the attribute of the lead with the number; there is no "phone"' });
    return report.diagnostics;
  }
  const field = attributes.get(String(said.value));
  if (field === undefined) {
    const report = createCompilerReport();
    const near = nearest(String(said.value), attributes.keys());
    report('C2101', said.span, { ...near, of: 'lead' }, {
      fixes: renameFix(said.span, near.suggestion),
      absent: { kind: 'lead attribute', name: String(said.value) },
    });
    return report.diagnostics;
  }
  if (field.type === undefined || field.type.value === 'text') return [];
  const report = createExtensionReport();
  report('C9114', said.span, { key: 'address', wanted: `an attribute of type text, and "${String(said.value)}" is of type ${field.type.value}` });
  return report.diagnostics;
}

function whereOf({ value }: Located<string>): string {
  return `the channel "${value}"`;
}
