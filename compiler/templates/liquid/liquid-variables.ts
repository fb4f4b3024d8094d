import { closest } from '../../../grammar/did-you-mean.js';
import type { FieldPlan } from '../../plan/ir.js';

export type LiquidType = FieldPlan['type'] | 'list' | 'unknown';

export interface Variable {
  readonly type: LiquidType;
  readonly optional: boolean;
}

export interface Variables {
  readonly lead: Readonly<Record<string, FieldPlan>>;
  readonly entry: Readonly<Record<string, FieldPlan>>;
  /** Only marketing mail has an address to unsubscribe at. */
  readonly marketing: boolean;
}

export type Lookup =
  | { readonly kind: 'found'; readonly variable: Variable }
  | { readonly kind: 'unknown'; readonly near: string | undefined; readonly known: readonly string[] };

const company: readonly string[] = ['name', 'postal_address'];
const text: Variable = { type: 'text', optional: false };

/** What a path names; `locals` are the template's own variables. */
export function lookUp(
  { lead, entry, marketing }: Variables,
  locals: ReadonlyMap<string, Variable>,
  path: readonly string[],
): Lookup {
  const [root = '', name, ...rest] = path;
  const local = locals.get(root);
  if (local !== undefined) return found(name === undefined ? local : { type: 'unknown', optional: false });
  switch (root) {
    case 'lead':
    case 'entry': {
      const fields = root === 'lead' ? lead : entry;
      const names = Object.keys(fields);
      const field = name === undefined || !Object.hasOwn(fields, name) ? undefined : fields[name];
      if (field === undefined) return unknown(root, name, names);
      const optional = isOptional(root, name, field);
      if (rest.length === 0) return found({ type: field.type, optional });
      return rest.join('.') === 'size' ? found({ type: 'number', optional }) : unknown(`${root}.${name}`, undefined, []);
    }
    case 'company':
      if (name !== undefined && rest.length === 0 && company.includes(name)) return found(text);
      return unknown(root, name, company);
    case 'unsubscribe_url':
      return name === undefined ? found({ type: 'text', optional: !marketing }) : unknown(root, undefined, []);
    case 'confirm_link':
      return name === undefined ? found(text) : unknown(root, undefined, []);
    default:
      return unknownRoot(path, { lead, entry }, locals);
  }
}

/** A message without an address to go to is never rendered. */
function isOptional(root: string, name: string | undefined, field: FieldPlan): boolean {
  return field.default === undefined && !(root === 'lead' && name === 'email');
}

function found(variable: Variable): Lookup {
  return { kind: 'found', variable };
}

function unknown(root: string, name: string | undefined, names: readonly string[]): Lookup {
  const near = name === undefined ? undefined : closest(name, names)[0];
  const known = names.toSorted().slice(0, 12).map((one) => `${root}.${one}`);
  return { kind: 'unknown', near: near === undefined ? undefined : `${root}.${near}`, known };
}

/** Mostly the root was forgotten, or taken from campaign files: `first_name`, `event.plan`. */
function unknownRoot(
  [root = '', name]: readonly string[],
  { lead, entry }: Pick<Variables, 'lead' | 'entry'>,
  locals: ReadonlyMap<string, Variable>,
): Lookup {
  const roots = ['lead', 'entry', 'company', 'unsubscribe_url', 'confirm_link', ...locals.keys()];
  if (name === undefined) {
    const inLead = Object.hasOwn(lead, root) ? `lead.${root}` : undefined;
    const inEntry = Object.hasOwn(entry, root) ? `entry.${root}` : undefined;
    return { kind: 'unknown', near: inLead ?? inEntry ?? closest(root, roots)[0], known: roots };
  }
  const near = root === 'event' && Object.hasOwn(entry, name) ? 'entry' : closest(root, roots)[0];
  return { kind: 'unknown', near: near === undefined ? undefined : `${near}.${name}`, known: roots };
}
