import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { EventAst, FieldAst, SchemaTypeName } from '../../../grammar/ast/schema.js';
import type { Located } from '../../../grammar/span.js';
import type { CompilerReport } from '../../../compiler/diagnostics/compiler-codes.js';
import { createCompilerReport } from '../../../compiler/diagnostics/compiler-codes.js';
import type { Declared } from '../../../compiler/names/declared.js';
import { declare } from '../../../compiler/names/declared.js';
import type { Scope } from '../../../compiler/types/scope.js';
import { campaignScope } from '../../../compiler/types/scope.js';

const span = { file: 'test.yaml', start: 0, end: 0 };

function at<T>(value: T): Located<T> {
  return { value, span };
}

function field(name: string, type: SchemaTypeName, fallback?: string | number | boolean): FieldAst {
  return {
    name: at(name),
    type: at(type),
    ...(type === 'enum' ? { values: [at('free'), at('pro')] } : {}),
    ...(fallback === undefined ? {} : { default: at(fallback) }),
    span,
  };
}

function event(name: string, properties: readonly FieldAst[] = []): EventAst {
  return { name: at(name), properties, span };
}

const campaign: CampaignAst = {
  kind: 'campaign',
  name: at('demo'),
  enter: [{ on: at('signed_up'), span }],
  leave: [],
  steps: [{ kind: 'send', id: at('hello'), span }],
  span,
};

/** A lead with one attribute of each type; `maybe…` are optional. */
export function declaredForTests(report: CompilerReport): Declared {
  return declare(
    {
      schemas: [
        {
          kind: 'schema',
          lead: [
            field('name', 'text', ''),
            field('size', 'number', 0),
            field('staff', 'boolean', false),
            field('plan', 'enum', 'free'),
            field('day', 'date', '2026-01-01'),
            field('moment', 'timestamp', '2026-01-01T00:00:00Z'),
            field('maybe', 'text'),
            field('maybe_size', 'number'),
          ],
          events: [
            event('signed_up', [field('plan', 'enum', 'free')]),
            event('order_placed', [field('total', 'number'), field('code', 'text', '')]),
          ],
          span,
        },
      ],
      campaigns: [campaign],
      templates: new Map(),
      complete: { schemaComplete: true, workspaceClean: true, unread: new Set() },
    },
    report,
  );
}

export function scopeForTests(): { readonly scope: Scope; readonly report: CompilerReport } {
  const report = createCompilerReport();
  return { scope: campaignScope(declaredForTests(report), campaign, report), report };
}
