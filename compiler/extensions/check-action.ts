import type { ValueTree } from '../../grammar/ast/value-tree.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Located } from '../../grammar/span.js';
import { nearest, renameFix } from '../names/nearest.js';
import type { ConfigContext } from './check-config.js';
import { checkConfig } from './check-config.js';
import type { DeclaredExtensions } from './declared-extensions.js';
import { createExtensionReport } from './extension-codes.js';

/** A `do` step against the plug-ins: its action exists, and takes what stands under `with:`. */
export function checkAction(
  action: Located<string>,
  config: ValueTree | undefined,
  { actions }: DeclaredExtensions,
  typeOf: NonNullable<ConfigContext['typeOf']> = () => undefined,
): readonly Diagnostic[] {
  const declared = actions.get(action.value);
  if (declared !== undefined) {
    const where = `the action "${action.value}"`;
    return checkConfig(declared.config, config, { where, span: action.span, typeOf });
  }
  const report = createExtensionReport();
  const known = [...actions.keys()];
  const near = nearest(action.value, known);
  report('C9111', action.span, { ...near, known }, { fixes: renameFix(action.span, near.suggestion) });
  return report.diagnostics;
}
