import type { VariantsAst } from '../../../grammar/ast/campaign.js';
import type { Report } from '../../../grammar/diagnostics/code.js';
import { closest } from '../../../grammar/did-you-mean.js';
import type { Declared } from '../../names/declared.js';
import type { TemplateFiles } from '../../project.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';
import { firstLine } from './check-file-names.js';

/** By what one step picks among the files of its template. */
export interface Pick {
  /** As it is written: `lead.buying_role`. */
  readonly by: string;
  readonly values: readonly string[];
}

/** What a step picks by; undefined: nothing, `unknown`: something whose values nobody knows. */
export function pickOf(variants: VariantsAst | undefined, { attributes }: Declared): Pick | 'unknown' | undefined {
  if (variants === undefined) return undefined;
  const { by } = variants;
  if (by.kind !== 'path' || by.root.value !== 'lead') return 'unknown';
  const values = attributes.get(by.name.value)?.values;
  return values === undefined
    ? 'unknown'
    : { by: `lead.${by.name.value}`, values: values.map(({ value }) => value) };
}

/** Every variant is picked for somebody, and no file name can be read in two ways. */
export function checkVariants(
  { alternatives }: TemplateFiles,
  picks: readonly (Pick | 'unknown' | undefined)[],
  report: Report<TemplateFileCodes>,
): void {
  if (picks.includes('unknown')) return;
  const known = picks.flatMap((pick) => (pick === undefined || pick === 'unknown' ? [] : [pick]));
  const values = [...new Set(known.flatMap((pick) => pick.values))];
  for (const { of, mjml, text } of alternatives) {
    const source = mjml ?? text;
    if (source === undefined) continue;
    const { path } = source;
    if (of.variant !== undefined && !values.includes(of.variant)) {
      const { variant } = of;
      report('C7203', firstLine(source), { path, variant, values, near: closest(variant, values, 1)[0] });
    }
    const clash = known.find((pick) => of.locale !== undefined && pick.values.includes(of.locale));
    if (of.locale !== undefined && clash !== undefined) {
      report('C7204', firstLine(source), { path, part: of.locale, by: clash.by });
    }
  }
}
