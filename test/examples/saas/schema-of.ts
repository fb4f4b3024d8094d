import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Field {
  readonly type: string;
  readonly values: readonly string[];
}

export interface Schema {
  readonly lead: ReadonlyMap<string, Field>;
  readonly events: ReadonlyMap<string, ReadonlyMap<string, Field>>;
}

/** What `schema/*.yaml` of a repository declares, read without the compiler, which is not its own witness. */
export async function schemaOf(root: string): Promise<Schema> {
  const lead = new Map<string, Field>();
  const events = new Map<string, ReadonlyMap<string, Field>>();
  for (const file of await readdir(join(root, 'schema'))) {
    const content: unknown = parse(await readFile(join(root, 'schema', file), 'utf8'));
    for (const [name, field] of fieldsOf(part(content, 'lead'))) lead.set(name, field);
    for (const [name, event] of entriesOf(part(content, 'events'))) {
      events.set(name, fieldsOf(part(event, 'properties')));
    }
  }
  return { lead, events };
}

/** Whether the value is one that the field may hold. */
export function fits({ type, values }: Field, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'enum':
      return typeof value === 'string' && values.includes(value);
    default:
      throw new Error(`the schema has a type ${type} that this test does not know`);
  }
}

function fieldsOf(content: unknown): ReadonlyMap<string, Field> {
  return new Map(
    entriesOf(content).map(([name, field]) => {
      const values = part(field, 'values');
      return [name, { type: String(part(field, 'type')), values: Array.isArray(values) ? values.map(String) : [] }];
    }),
  );
}

function entriesOf(content: unknown): readonly (readonly [string, unknown])[] {
  return typeof content === 'object' && content !== null ? Object.entries(content) : [];
}

function part(content: unknown, key: string): unknown {
  return entriesOf(content).find(([name]) => name === key)?.[1];
}
