import type { Source } from '../../../grammar/span.js';
import type { Flow } from '../../flow/flow.js';
import type { Declared } from '../../names/declared.js';
import { onceFor } from '../../once-for.js';
import { firstLine } from '../first-line.js';
import type { ProjectView } from '../rule.js';
import { projectRule } from '../rule.js';

/** A template that nothing sends is a message somebody believes to be live. */
export const unusedTemplate = projectRule('C2206', ({ campaigns, declared, report }) => {
  const used = usedTemplates(campaigns);
  for (const [campaign, layouts] of layoutsOf(declared.templates)) {
    const unused = unusedAmong(layouts)(used.get(campaign) ?? none);
    // Steps that could not be read may send it.
    if (unused.length === 0 || declared.unread.has(campaign)) continue;
    const campaignExists = declared.campaigns.has(campaign);
    for (const layout of unused) report(firstLine(layout), { path: layout.path, campaign, campaignExists });
  }
});

type Layouts = ReadonlyMap<string, Source>;

/** By campaign, then by name. */
const layoutsOf = onceFor((templates: Declared['templates']): ReadonlyMap<string, Layouts> => {
  const layouts = new Map<string, Map<string, Source>>();
  for (const { campaign, name, mjml } of templates.values()) {
    const known = layouts.get(campaign) ?? new Map<string, Source>();
    layouts.set(campaign, known);
    if (mjml !== undefined) known.set(name, mjml);
  }
  return layouts;
});

/** After an edit, nearly every campaign has the layouts and sends the templates that it had and sent before. */
const unusedAmong = onceFor((layouts: Layouts) =>
  onceFor((used: ReadonlySet<string>) => [...layouts].filter(([name]) => !used.has(name)).map(([, layout]) => layout)),
);

const none: ReadonlySet<string> = new Set();

/** By campaign. */
function usedTemplates(campaigns: ProjectView['campaigns']): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, ReadonlySet<string>>();
  for (const { campaign, flow } of campaigns) {
    const { value: name } = campaign.name;
    const other = used.get(name);
    used.set(name, other === undefined ? usedBy(flow) : new Set([...other, ...usedBy(flow)]));
  }
  return used;
}

const usedBy = onceFor(({ sends }: Flow): ReadonlySet<string> => {
  return new Set(sends.flatMap(({ templates }) => templates.map(({ value }) => value)));
});
