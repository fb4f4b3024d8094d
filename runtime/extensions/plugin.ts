/** The entry `perennial/plugin`: what authors of plug-ins import. */
export { defineAction } from './define-action.js';
export type {
  Action,
  ActionContext,
  ActionInput,
  ActionResult,
  ActionSpec,
  ConfigProblem,
} from './define-action.js';
export { defineChannel } from './define-channel.js';
export type { ChannelContext, ChannelMessage, ChannelOutcome, ChannelSpec, PluginChannel } from './define-channel.js';
export { defineFunction } from './define-function.js';
export type { ExpressionFunction, FunctionSpec } from './define-function.js';
export { definePlugin, manifestOf } from './define-plugin.js';
export type { Plugin, PluginSpec } from './define-plugin.js';
export { defineTrigger } from './define-trigger.js';
export type { Trigger, TriggeredEvent, TriggerRequest, TriggerResult, TriggerSpec } from './define-trigger.js';
export type { ExtensionContext, ExtensionLead, Log } from './context.js';
export type { DurationText } from './duration-text.js';
export { PluginError } from './plugin-error.js';
export type { SchemaSource, ValueOf } from './schema-type.js';
export { testAction } from './test-action.js';
export type { ActionSample, ConformanceCheck, ConformanceReport } from './test-action.js';
