import { campaignKeys } from '../../grammar/decode/keys/campaign-keys.js';
import { schemaKeys } from '../../grammar/decode/keys/schema-keys.js';
import { scoringKeys } from '../../grammar/decode/keys/scoring-keys.js';
import { testKeys } from '../../grammar/decode/keys/test-keys.js';
import { workspaceKeys } from '../../grammar/decode/keys/workspace-keys.js';
import type { Source } from '../../grammar/span.js';
import { allSteps, stepKinds } from '../../grammar/steps/all-steps.js';
import { commonStepKeys } from '../../grammar/steps/step.js';

/** What a part of a page is a part of. */
type Place = 'campaign' | 'step' | 'steps' | 'enter' | 'workspace' | 'schema' | 'scoring' | 'test' | 'template';

const places: readonly Place[] = ['campaign', 'step', 'steps', 'enter', 'workspace', 'schema', 'scoring', 'test'];

function plainTemplate(words: string): string {
  return `---
subject: Hello
preheader: A word from us
---
<mjml><mj-body><mj-section><mj-column><mj-text>
${words}
</mj-text></mj-column></mj-section></mj-body></mjml>
`;
}

const marketing = '<a href="https://app.northwind.example">Open it</a> {{ company.postal_address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a>';
const transactional = '{{ company.postal_address }}';

const demo = `campaign: demo
kind: relationship
stage: lead
owner: growth
enter:
  - on: signed_up
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - send: hello
`;

/** The same in the textual surface, but for its step. */
const demoText = `campaign demo
kind relationship
stage lead
owner growth
enter on signed_up
goal activated within 14d
email topic product-tips from onboarding
`;

const scoring = `ready: 40
fit:
  title: 25 when lead.seniority == "vp"
pain:
  project: 20 on project_created guess
approved: [ marketing, sales ]
`;

const test = `test: who signs up gets a mail
campaign: demo
lead: { email: ada@example.com, time_zone: Europe/Berlin }
events:
  - { at: 2026-03-02 10:00, event: signed_up }
expect:
  - { sent: hello }
  - { left: finished }
`;

/**
 * An example of a page as a whole repository: what the example does not say, `base` says.
 *
 * The example is one part, or several, each behind a line `# campaigns/one.yaml`. Where a part
 * belongs its first key says, or a word behind the fence. Others there: `whole` adds nothing to
 * the part, and with `bare` the messages do not get a plain template each.
 */
export function repositoryAround(example: string, base: readonly Source[], info: readonly string[] = []): readonly Source[] {
  const files = new Map(base.map(({ path, text }) => [path, text]));
  for (const { path, text } of partsOf(example)) {
    const place = places.find((word) => info.includes(word)) ?? placeOf(path, text);
    const at = path ?? pathOf(place, text);
    if (at.endsWith('.campaign')) files.set(at, completedText(text));
    else files.set(at, info.includes('whole') || standsAlone(at) ? text : completed(place, text, files.get(at) ?? beginning(place)));
  }
  if (![...files.keys()].some(isCampaign)) files.set('campaigns/demo.yaml', demo);
  for (const [path, text] of info.includes('bare') ? [] : [...files]) {
    if (!isCampaign(path)) continue;
    for (const [template, body] of templatesOf(path, text)) if (!files.has(template)) files.set(template, body);
  }
  return [...files].map(([path, text]) => ({ path, text }));
}

/** Nothing of the base belongs into these. */
function standsAlone(path: string): boolean {
  return path.startsWith('segments/') || path.startsWith('lists/') || /\.(?:segments|scoring|tests)$/.test(path);
}

function isCampaign(path: string): boolean {
  return path.startsWith('campaigns/');
}

interface Part {
  readonly path: string | undefined;
  readonly text: string;
}

function partsOf(example: string): readonly Part[] {
  const pieces = example.split(/^# ([\w./-]+\.(?:yaml|mjml|txt|csv|campaign|segments|scoring|tests))(?: .*)?\n/m);
  const [before = '', ...named] = pieces;
  const parts: Part[] = before.trim() === '' ? [] : [{ path: undefined, text: before }];
  for (let index = 0; index < named.length; index += 2) parts.push({ path: named[index], text: named[index + 1] ?? '' });
  return parts;
}

const stepKeys = new Set([...Object.keys(commonStepKeys), ...stepKinds.flatMap((kind) => Object.keys(allSteps[kind].keys))]);

function placeOf(path: string | undefined, text: string): Place {
  const folder = path?.split('/')[0];
  if (folder === 'templates') return 'template';
  if (folder === 'perennial.yaml') return 'workspace';
  if (folder === 'schema' || folder === 'scoring') return folder;
  if (folder === 'tests') return 'test';
  if (folder === 'campaigns') return 'campaign';
  const first = text.split('\n').find((line) => /^\s*[^\s#%]/.test(line) && line !== '---') ?? '';
  if (first.startsWith('- ')) return /^- (?:\{ )?on:/.test(first) ? 'enter' : 'steps';
  const keys = keysOf(text);
  const [key = ''] = keys;
  if (keys.includes('test') || key === 'tests') return 'test';
  if (key in campaignKeys) return 'campaign';
  if (key in workspaceKeys) return 'workspace';
  if (key in schemaKeys) return 'schema';
  if (key in scoringKeys) return 'scoring';
  if (key in testKeys) return 'test';
  return stepKeys.has(key) ? 'step' : 'campaign';
}

function pathOf(place: Place, text: string): string {
  switch (place) {
    case 'workspace':
      return 'perennial.yaml';
    case 'schema':
      return 'schema/lead.yaml';
    case 'scoring':
      return 'scoring/score.yaml';
    case 'test':
      return 'tests/demo.test.yaml';
    default:
      return `campaigns/${nameIn(text) ?? 'demo'}.yaml`;
  }
}

/** In the textual surface: what the base says above what the part says; a brace of the part may stay open. */
function completedText(part: string): string {
  const said = new Set([...part.matchAll(/^(\w+)/gm)].map((match) => match[1]));
  const before = demoText.split('\n').filter((line) => line !== '' && !said.has(line.split(' ')[0]));
  const isStep = stepKinds.some((kind) => said.has(kind));
  return `${[...before, ...(isStep ? [] : ['send hello'])].join('\n')}\n${part}`;
}

function nameIn(text: string): string | undefined {
  return /^campaign:? *(\S+)/m.exec(text)?.[1];
}

/** What a file says where neither the example nor the base has it. */
function beginning(place: Place): string {
  switch (place) {
    case 'workspace':
    case 'schema':
    case 'template':
      return '';
    case 'scoring':
      return scoring;
    case 'test':
      return test;
    default:
      return demo;
  }
}

function completed(place: Place, text: string, whole: string): string {
  switch (place) {
    case 'template':
      return text;
    case 'test':
      return /^tests:/m.test(text) ? text : withKeys(whole, text);
    case 'schema':
      return withDeclarations(whole, text);
    case 'steps':
    case 'enter':
      return withKeys(whole, `${place}:\n${indented(text, 2)}`);
    case 'step':
      return withKeys(whole, `steps:\n  - ${verbFor(text)}\n${indented(text, 4)}`);
    default:
      return withKeys(whole, text);
  }
}

/** The keys of one step stand in a step that takes them. */
function verbFor(text: string): string {
  return keysOf(text).some((key) => key === 'for' || key === 'at_most') ? 'wait: one' : 'send: hello';
}

function keysOf(text: string): readonly string[] {
  return [...text.matchAll(/^["']?(\w+)["']?:/gm)].map((match) => match[1] ?? '');
}

/** The part, then what the base says under other keys. */
function withKeys(base: string, part: string): string {
  const said = keysOf(part);
  const kept = blocksOf(base, /^(\w+):/).filter(({ key }) => !said.includes(key));
  return `${part}${kept.map(({ text }) => text).join('')}`;
}

/** As `withKeys`, for the attributes and events below `lead:` and `events:`. */
function withDeclarations(base: string, part: string): string {
  const parts = blocksOf(part, /^(\w+):/);
  const bases = blocksOf(base, /^(\w+):/);
  const keys = [...new Set([...bases, ...parts].map(({ key }) => key))];
  return keys
    .map((key) => {
      const own = parts.filter((block) => block.key === key).map(({ text }) => text);
      const said = own.flatMap((text) => [...text.matchAll(/^ {2}(\w[\w-]*):/gm)].map((match) => match[1] ?? ''));
      const old = bases.find((block) => block.key === key)?.text ?? '';
      if (own.length === 0) return old;
      const kept = blocksOf(old.slice(old.indexOf('\n') + 1), /^ {2}([\w-]+):/).filter((block) => !said.includes(block.key));
      return `${own.join('')}${kept.map(({ text }) => text).join('')}`;
    })
    .join('');
}

interface Block {
  readonly key: string;
  readonly text: string;
}

function blocksOf(text: string, key: RegExp): readonly Block[] {
  const blocks: Block[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const begun = key.exec(line)?.[1];
    const last = blocks.pop();
    if (begun !== undefined || last === undefined) {
      if (last !== undefined) blocks.push(last);
      blocks.push({ key: begun ?? '', text: `${line}\n` });
    } else blocks.push({ key: last.key, text: `${last.text}${line}\n` });
  }
  return blocks;
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

function templatesOf(path: string, text: string): readonly (readonly [string, string])[] {
  const campaign = nameIn(text) ?? path.replace(/^campaigns\/(.*)\.(?:yaml|campaign)$/, '$1');
  const inText = path.endsWith('.campaign') ? [...text.matchAll(/(?:^|[{}] )\s*send ([\w-]+)/gm)] : [];
  const plain = inText.map(([, id = '']) => [`templates/${campaign}/${id}.mjml`, plainTemplate(marketing)] as const);
  const steps = [...text.matchAll(/- (?:\{ )?send: *([\w-]+).*(?:\n +template: *(\S+))?(?:\n +email: *(\S+))?/g)];
  const inYaml = steps.map(([, id = '', template = id, email]) => {
    const words = email === 'transactional' ? transactional : marketing;
    return [`templates/${campaign}/${template}.mjml`, plainTemplate(words)] as const;
  });
  return [...plain, ...inYaml];
}
