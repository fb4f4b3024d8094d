import type { Key, KeyTable } from '../../../grammar/decode/key-table.js';
import { stepKinds } from '../../../grammar/steps/all-steps.js';
import { innerWords, wordsOf } from '../../../grammar/text/forms.js';
import { keyWords } from '../../../grammar/text/key-words.js';
import { textTokens } from '../../../grammar/text/text-tokens.js';
import type { TextToken } from '../../../grammar/text/text-tokens.js';
import type { YamlFileKind } from '../schemas/file-schemas.js';
import type { Cursor } from './cursor.js';
import type { TextForm, TextForms } from './text-forms.js';
import { textForms } from './text-forms.js';

export interface TextCursor {
  readonly cursor: Cursor;
  /** The keys that the path of the cursor begins with. */
  readonly table: KeyTable;
  /** Keys that can follow in the statement. */
  readonly clauses?: KeyTable;
}

/**
 * Where somebody types in a file of the textual surface, told by its words alone: what is
 * half-typed has no tree.
 */
export function textCursor(text: string, offset: number, kind: YamlFileKind): TextCursor {
  const typed = /[\w-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const forms = textForms(kind);
  const tokens = textTokens(text.slice(0, offset - typed.length), 0).filter((token) => token.kind !== 'comment');
  const statement = statementAt(tokens, forms);
  const isFresh = statement === undefined || isLineStart(text, offset - typed.length);
  if (isFresh) return heads(inBlock(tokens) && kind === 'campaign' ? stepForms(forms) : forms, offset - typed.length);
  const { head, form, begun, beside, open } = statement;
  if (begun === undefined && form.begins !== undefined) {
    return { cursor: atKey(offset - typed.length), table: form.begins };
  }
  const key = begun?.key ?? form.value;
  const name = begun?.name ?? form.as ?? head;
  const from = begun?.end ?? open;
  const start = from + (/^\s*/.exec(text.slice(from, offset))?.[0].length ?? 0);
  const clauses = Object.fromEntries(Object.entries(form.clauses).filter(([one]) => !beside.has(one)));
  if (key === undefined) return { cursor: atKey(offset - typed.length), table: clauses };
  const at = { kind: 'value' as const, start, text: text.slice(start, offset) };
  return { cursor: { path: [{ kind: 'key', name }], beside, at }, table: { [name]: key }, clauses };
}

function inBlock(tokens: readonly TextToken[]): boolean {
  const count = (kind: TextToken['kind']): number => tokens.filter((token) => token.kind === kind).length;
  return count('open-brace') > count('close-brace');
}

/** In the braces of a campaign stand steps. */
function stepForms(forms: TextForms): TextForms {
  return Object.fromEntries(Object.entries(forms).filter(([head]) => stepKinds.some((kind) => kind === head)));
}

interface Statement {
  readonly head: string;
  readonly form: TextForm;
  /** Where its own value begins. */
  readonly open: number;
  /** The last key in it. */
  readonly begun?: { readonly name: string; readonly key: Key; readonly end: number };
  /** What its keys say, as far as they are written. */
  readonly beside: ReadonlyMap<string, string>;
}

/** The statement that is not at its end where the tokens are. */
function statementAt(tokens: readonly TextToken[], forms: TextForms): Statement | undefined {
  const words = keyWords(Object.keys(forms));
  let found: Statement | undefined;
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.kind === 'open-bracket') depth += 1;
    if (token.kind === 'close-bracket') depth -= 1;
    if (token.kind === 'open-brace' || token.kind === 'close-brace') {
      // `fit title { 25 when …`: the value goes on in braces.
      found = found?.form.named === true && token.kind === 'open-brace' ? { ...found, open: token.end } : undefined;
      continue;
    }
    if (depth > 0) continue;
    const before = tokens[index - 1];
    const canBegin = found === undefined || token.indent !== undefined || before?.kind === 'open-brace' || isSingle(found);
    const head = canBegin ? words.at(tokens, index) : undefined;
    const form = head === undefined ? undefined : forms[head];
    if (head !== undefined && form !== undefined) {
      const last = index + wordsOf(head).length - 1;
      const named = form.named === true ? 1 : 0;
      found = { head, form, open: tokens[last + named]?.end ?? token.end, beside: new Map() };
      depth = 0;
      index = last;
      continue;
    }
    if (found !== undefined) found = withClause(found, tokens, index);
  }
  return found;
}

/** Keys of a campaign may stand side by side on one line. */
function isSingle({ form }: Statement): boolean {
  return Object.keys(form.clauses).length === 0 && form.named !== true;
}

function withClause(statement: Statement, tokens: readonly TextToken[], index: number): Statement {
  const { form, begun, beside } = statement;
  const clauses: KeyTable = { ...form.begins, ...form.clauses };
  const name = keyWords(Object.keys(clauses)).at(tokens, index);
  const key = name === undefined ? undefined : clauses[name];
  const token = tokens[index];
  if (token === undefined) return statement;
  const isInner = begun !== undefined && name !== undefined && innerWords.get(begun.name)?.includes(name) === true;
  if (name === undefined || key === undefined || isInner) {
    if (begun === undefined) return statement;
    const said = beside.get(begun.name) ?? '';
    return { ...statement, beside: new Map([...beside, [begun.name, `${said} ${token.image}`.trim()]]) };
  }
  const end = tokens[index + wordsOf(name).length - 1]?.end ?? token.end;
  return { ...statement, begun: { name, key, end }, beside: new Map([...beside, [name, '']]) };
}

function isLineStart(text: string, offset: number): boolean {
  return /(?:^|[\n{}])[ \t]*$/.test(text.slice(0, offset));
}

function heads(forms: TextForms, start: number): TextCursor {
  const table = Object.entries(forms).map(([name, { doc, value }]) => [name, { type: value?.type ?? 'name', doc }] as const);
  return { cursor: atKey(start), table: Object.fromEntries(table) };
}

function atKey(start: number): Cursor {
  return { path: [], beside: new Map(), at: { kind: 'key', start } };
}
