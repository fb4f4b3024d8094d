import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { SegmentAst } from '../../../grammar/ast/segment.js';
import type { Located } from '../../../grammar/span.js';
import { partsOf } from '../../../grammar/expressions/depth.js';
import type { CompilerReport } from '../../diagnostics/compiler-codes.js';
import type { Declared } from '../../names/declared.js';
import { segmentScope } from '../scope.js';
import { checkCondition } from '../type-of.js';

/** The condition of every segment; none may be defined by itself, however far around. */
export function checkSegments(segments: readonly SegmentAst[], declared: Declared, report: CompilerReport): void {
  for (const { name, when } of segments) {
    checkCondition(when, segmentScope(declared, report), 'A segment');
    const around = wayBack(name.value, when, declared, [name.value]);
    if (around === undefined) continue;
    const [first] = around.through;
    report('C2118', first?.span ?? name.span, { name: name.value, by: [name.value, ...around.through.map(({ value }) => value)].join(' → ') });
  }
}

interface Around {
  readonly through: readonly Located<string>[];
}

function wayBack(target: string, condition: ExprAst, declared: Declared, seen: readonly string[]): Around | undefined {
  for (const name of segmentsIn(condition)) {
    if (name.value === target) return { through: [name] };
    const next = declared.segments.get(name.value);
    if (next === undefined || seen.includes(name.value)) continue;
    const around = wayBack(target, next.when, declared, [...seen, name.value]);
    if (around !== undefined) return { through: [name, ...around.through] };
  }
  return undefined;
}

function segmentsIn(condition: ExprAst): readonly Located<string>[] {
  if (condition.kind === 'member') return condition.of === 'group' ? [condition.name] : [];
  return partsOf(condition).flatMap(segmentsIn);
}
