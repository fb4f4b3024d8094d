import type { Knowledge } from '../knowledge.js';
import { enteringEvents } from '../symbols/of-campaign.js';
import type { Completion, Item } from './item.js';
import { fieldItem } from './named-items.js';

/** What a template can show or ask for; undefined outside of Liquid and of templates. */
export function liquidItems({ byPath, declared }: Knowledge, path: string, offset: number): Completion | undefined {
  const campaign = /^templates\/([^/]+)\//.exec(path)?.[1];
  const before = byPath.get(path)?.text.slice(0, offset);
  if (campaign === undefined || before === undefined) return undefined;
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  const closed = Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}'));
  if (open < 0 || closed > open) return undefined;
  const typed = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
  const ast = declared.campaigns.get(campaign);
  const events = ast === undefined ? [] : enteringEvents(ast);
  const items: readonly Item[] = [
    ...[...declared.attributes].map(([name, field]) => fieldItem(`lead.${name}`, field, 1)),
    ...[...declared.accountAttributes].map(([name, field]) => fieldItem(`account.${name}`, field, 2)),
    ...events.flatMap((event) =>
      [...(declared.events.get(event)?.properties ?? [])].map(([name, field]) => fieldItem(`entry.${name}`, field, 2)),
    ),
    { label: 'company.name', kind: 'value', detail: 'the company, as perennial.yaml names it', rank: 3 },
    { label: 'company.postal_address', kind: 'value', detail: 'its postal address', rank: 3 },
    { label: 'unsubscribe_url', kind: 'value', detail: 'where the lead ends these mails', rank: 3 },
    { label: 'confirm_link', kind: 'value', detail: 'where the lead confirms a consent', rank: 4 },
  ];
  return { items, start: offset - typed.length, end: offset };
}
