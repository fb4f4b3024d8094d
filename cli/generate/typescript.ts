import type { DataContract } from '../../compiler/data-contract/read-contract.js';
import type { EventAst, FieldAst } from '../../grammar/ast/schema.js';
import { docComment, sentencesOf } from './doc-comment.js';
import { generatedFrom } from './generated-from.js';

/**
 * The contract as TypeScript: types, and one function that hands back what it is given.
 *
 * Type aliases, not interfaces: only those may be passed where a client asks for a record.
 */
export function typescriptOf(contract: DataContract): string {
  const { lead, account, events } = contract;
  return `// ${generatedFrom(contract)}

/** What is known of a lead: the traits of \`identify\`. Null: not set. */
export type LeadAttributes = ${objectOf(lead, '')};
${accountType(account)}
/** The events that applications send, each with its properties. Null: not set. */
export type Events = {
${events.map(eventOf).join('')}};

export type EventName = keyof Events;

/** What \`track\` takes: an event with its own properties and no others. */
export type TrackMessage = {
  [Name in EventName]: {
    userId: string;
    event: Name;
    properties?: Events[Name];
    timestamp?: Date | string;
    messageId?: string;
  };
}[EventName];

/** What \`identify\` takes. */
export type IdentifyMessage = {
  userId: string;
  traits?: LeadAttributes;
  timestamp?: Date | string;
  messageId?: string;
};

/** A Segment client that knows this contract. */
export interface TypedAnalytics {
  track(message: TrackMessage): unknown;
  identify(message: IdentifyMessage): unknown;
}

/** Any client of the Segment API, whatever it takes for reserved traits. */
export interface SegmentClient {
  track(message: never): unknown;
  identify(message: never): unknown;
}

/** The same client, seen through this contract: \`typedAnalytics(new Analytics({ writeKey, host }))\`. */
export function typedAnalytics(client: SegmentClient): TypedAnalytics {
  return client;
}
`;
}

function accountType(account: readonly FieldAst[]): string {
  if (account.length === 0) return '';
  return `\n/** What is known of a lead's account. Null: not set. */\nexport type AccountAttributes = ${objectOf(account, '')};\n`;
}

function eventOf({ name, meaning, properties }: EventAst): string {
  return `${docComment([meaning?.value ?? ''], '  ')}  ${keyOf(name.value)}: ${objectOf(properties, '  ')};\n`;
}

function objectOf(fields: readonly FieldAst[], indent: string): string {
  if (fields.length === 0) return 'Record<string, never>';
  const inner = `${indent}  `;
  const lines = fields.map((field) => {
    return `${docComment(sentencesOf(field), inner)}${inner}${keyOf(field.name.value)}?: ${typeOf(field)} | null;\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function typeOf({ type, values }: FieldAst): string {
  switch (type?.value) {
    case 'number':
    case 'boolean':
      return type.value;
    case 'enum':
      return (values ?? []).map(({ value }) => textLiteral(value)).join(' | ');
    default:
      return 'string';
  }
}

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : textLiteral(name);
}

function textLiteral(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
