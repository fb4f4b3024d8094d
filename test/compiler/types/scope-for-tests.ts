import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { EventAst, FieldAst, SchemaTypeName } from '../../../grammar/ast/schema.js';
import type { Located } from '../../../grammar/span.js';
import type { CompilerReport } from '../../../compiler/diagnostics/compiler-codes.js';
import { createCompilerReport } from '../../../compiler/diagnostics/compiler-codes.js';
import { noExtensions } from '../../../compiler/extensions/declared-extensions.js';
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

const domainOf = {
  plugin: 'perennial-mail',
  name: 'domain_of',
  version: 1,
  summary: 'The part behind the @.',
  parameters: [{ name: 'address', type: 'text' as const }],
  result: 'text' as const,
};

const campaign: CampaignAst = {
  kind: 'campaign',
  name: at('demo'),
  enter: [{ kind: 'on', event: at('signed_up'), span }],
  leave: [],
  excludes: [],
  playlists: [],
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
          account: [field('size', 'number'), field('tier', 'enum', 'free')],
          events: [
            event('signed_up', [field('plan', 'enum', 'free')]),
            event('order_placed', [field('total', 'number'), field('code', 'text', '')]),
          ],
          span,
        },
      ],
      campaigns: [campaign],
      segments: [
        {
          kind: 'segments',
          segments: [
            { name: at('big'), when: { kind: 'boolean', value: true, span }, span },
            { name: at('hot'), when: { kind: 'path', root: at('score'), name: at('fit'), span }, span },
          ],
          span,
        },
      ],
      lists: [
        { kind: 'list', name: 'targets', columns: ['domain'], rows: 1, span },
        { kind: 'list', name: 'vips', columns: ['email'], rows: 1, span },
      ],
      extensions: { ...noExtensions, functions: new Map([['domain_of', domainOf]]) },
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
