import { stepKinds } from '../../steps/all-steps.js';
import {
  campaignClauses,
  enterClauses,
  enterHeads,
  leaveClauses,
  leaveHeads,
  playlistWord,
  wordsOf,
  type Clauses,
} from '../../text/forms.js';
import { keyWords } from '../../text/key-words.js';
import { entryOf, type TreeEntry, type TreeMapping, type TreeNode } from '../../tree/tree-node.js';
import { beside, printClause, printClauses, takeAll, takeIn, type Losses } from './clauses.js';
import { printSteps, withRemarks } from './print-steps.js';
import { printItem, printName, printValue } from './print-value.js';
import { statement, type Statement } from './statement.js';

const heads = keyWords([...campaignClauses.keys(), 'enter', 'leave', playlistWord, 'in_flight', ...stepKinds]);

/** The statements of a campaign in the author's order; its title stands behind its name. */
export function printCampaign(root: TreeMapping, losses: Losses): readonly Statement[] {
  const title = entryOf(root, 'title');
  const hasName = entryOf(root, 'campaign') !== undefined;
  return root.entries.flatMap((entry) => {
    switch (entry.key.value) {
      case 'title':
        return hasName && title?.value.kind === 'scalar' ? [] : [printSingle(entry, losses)];
      case 'campaign':
        return [printHead(entry, title, losses)];
      case 'enter':
        return gathered(entry, (item) => printWay(item, 'enter', enterHeads, enterClauses, losses), losses);
      case 'leave':
        return gathered(entry, (item) => printWay(item, 'leave', leaveHeads, leaveClauses, losses), losses);
      case 'steps':
        return printAllSteps(entry, losses);
      case 'playlists':
        return printPlaylists(entry, losses);
      case 'in_flight':
        return [printInFlight(entry, losses)];
      default:
        return [printSingle(entry, losses)];
    }
  });
}

function printSingle(entry: TreeEntry, losses: Losses): Statement {
  const said = beside();
  const form = campaignClauses.get(entry.key.value);
  if (form === undefined) losses.add(entry.key.span);
  // An empty list says what its absence says.
  if (entry.value.kind === 'sequence' && entry.value.items.length === 0) losses.add(entry.key.span);
  const parts = [printClause(entry, form ?? 'phrase', [heads], said, losses)];
  return { ...statement(parts, { above: said.above, gap: entry.remarks?.gap === true }), ...behind(said.behind) };
}

function printHead(entry: TreeEntry, title: TreeEntry | undefined, losses: Losses): Statement {
  const said = beside();
  const parts = [printClause(entry, 'word', [heads], said, losses)];
  if (title?.value.kind === 'scalar') {
    takeIn(said, title.remarks);
    const printed = printValue(title.value, 'text', { key: 'title', next: [heads] });
    if (printed === undefined) losses.add(title.key.span);
    else parts.push(printed.startsWith('"') ? printed : `title ${printed}`);
  }
  return { ...statement(parts, { above: said.above, gap: entry.remarks?.gap === true }), ...behind(said.behind) };
}

function behind(text: string | undefined): { readonly behind?: string } {
  return text === undefined ? {} : { behind: text };
}

/** One statement for each item; what was said of the key stands above the first. */
function gathered(entry: TreeEntry, print: (item: TreeMapping) => Statement, losses: Losses): readonly Statement[] {
  const { value } = entry;
  if (value.kind !== 'sequence' || value.items.length === 0) {
    losses.add(entry.key.span);
    return [];
  }
  const statements = value.items.map((item) => {
    if (item.kind === 'mapping') return print(item);
    losses.add(item.span);
    return statement([]);
  });
  return underKey(entry, statements, value.foot ?? []);
}

export function underKey({ remarks }: TreeEntry, statements: readonly Statement[], foot: readonly string[]): readonly Statement[] {
  const [first, ...others] = statements;
  if (first === undefined) return [];
  const above = [...(remarks?.above ?? []), ...(remarks?.behind === undefined ? [] : [remarks.behind]), ...first.above];
  const all = [{ ...first, above, gap: remarks?.gap === true }, ...others];
  const last = all.at(-1) ?? first;
  // What stands at the end of the list is about what is in it.
  return [...all.slice(0, -1), { ...last, above: [...last.above, ...foot.filter((line) => line !== '')] }];
}

function printWay(item: TreeMapping, word: string, wayHeads: Clauses, clauses: Clauses, losses: Losses): Statement {
  const head = item.entries.find(({ key }) => wayHeads.has(key.value));
  if (head === undefined) {
    losses.add(item.span);
    return statement([word]);
  }
  const said = beside(item.remarks);
  const next = [keyWords(clauses.keys()), heads];
  const first = `${word} ${printClause(head, wayHeads.get(head.key.value) ?? 'phrase', next, said, losses)}`;
  const others = item.entries.filter((entry) => entry !== head);
  const parts = [first, ...printClauses(others, clauses, [], next, said, losses)];
  said.above.push(...(item.foot ?? []));
  return withRemarks(parts, [], said, item);
}

function printAllSteps(entry: TreeEntry, losses: Losses): readonly Statement[] {
  if (entry.value.kind === 'sequence' && entry.value.items.length === 0) losses.add(entry.key.span);
  const steps = printSteps(entry.value, heads, losses);
  const foot = entry.value.kind === 'sequence' ? (entry.value.foot ?? []) : [];
  const [first, ...others] = underKey(entry, steps, foot);
  // The path begins where the head of the campaign ends.
  return first === undefined ? [] : [{ ...first, gap: true }, ...others];
}

function printPlaylists(entry: TreeEntry, losses: Losses): readonly Statement[] {
  const { value } = entry;
  if (value.kind !== 'mapping' || value.entries.length === 0) {
    losses.add(entry.key.span);
    return [];
  }
  return underKey(entry, value.entries.map((list) => printPlaylist(list, losses)), value.foot ?? []);
}

function printPlaylist({ key, value, remarks }: TreeEntry, losses: Losses): Statement {
  const said = beside(remarks);
  const head = `${playlistWord} ${printName(key.value, [])}`;
  if (value.kind !== 'sequence') {
    losses.add(key.span);
    return statement([head]);
  }
  const of: TreeNode = { ...value, ...(remarks === undefined ? {} : { remarks }) };
  const short = value.items.length < 2 && value.foot === undefined && value.items.every((item) => item.remarks === undefined);
  const printed = short ? printValue(value, 'list', { key: playlistWord, next: [] }) : undefined;
  if (printed !== undefined) return withRemarks([`${head} ${printed}`], [], said, of);
  const body = value.items.map((item, index) => {
    if (item.kind !== 'scalar') losses.add(item.span);
    const text = item.kind === 'scalar' ? printItem(item) : '';
    const own = beside(item.remarks);
    takeAll(own, item);
    const comma = index < value.items.length - 1 ? ',' : '';
    return { ...statement([`${text}${comma}`], { above: own.above, gap: item.remarks?.gap === true }), ...behind(own.behind) };
  });
  return withRemarks([head], [{ open: '[', body, foot: value.foot ?? [], short: false }], said, of);
}

function printInFlight(entry: TreeEntry, losses: Losses): Statement {
  const { key, value, remarks } = entry;
  if (value.kind !== 'mapping') {
    const said = beside();
    const parts = [printClause(entry, 'phrase', [heads], said, losses)];
    return { ...statement(parts, { above: said.above, gap: remarks?.gap === true }), ...behind(said.behind) };
  }
  const body = value.entries.map((one) => {
    const said = beside(one.remarks);
    takeAll(said, one.value);
    const choice = one.value.kind === 'scalar' ? one.value.text : '';
    if (!/^[a-z]\w*$|^move_to [\w-]+$/.test(choice)) losses.add(one.key.span);
    const parts = [`${printName(one.key.value, [])} ${choice}`];
    return { ...statement(parts, { above: said.above, gap: one.remarks?.gap === true }), ...behind(said.behind) };
  });
  const of: TreeNode = { ...value, ...(remarks === undefined ? {} : { remarks }) };
  const head = wordsOf(key.value).join(' ');
  return withRemarks([head], [{ open: '{', body, foot: value.foot ?? [], short: false }], beside(remarks), of);
}
