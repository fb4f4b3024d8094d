// Scaffolds a rule: its file, its line in the table, its catalogue entry, two fixtures and its page.
// Each piece makes a test fail until it is written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './root.mjs';
import { say } from './say.mjs';

/** Folders of rules: the range of their codes, the first of it that a rule may take, and what such a rule looks at. */
const themes = {
  flow: { range: 'C4', catalogue: 'flow-codes', first: 4101, view: 'campaign' },
  strategy: { range: 'C4', catalogue: 'flow-codes', first: 4101, view: 'campaign' },
  messages: { range: 'C5', catalogue: 'consent-codes', first: 5101, view: 'campaign' },
  frequency: { range: 'C5', catalogue: 'consent-codes', first: 5101, view: 'campaign' },
  time: { range: 'C6', catalogue: 'time-codes', first: 6101, view: 'campaign' },
  scoring: { range: 'C8', catalogue: 'scoring-codes', first: 8101, view: 'scoring' },
  files: { range: 'C2', catalogue: 'name-codes', first: 2201, view: 'campaign' },
};

const [name = '', wanted = 'flow', number] = process.argv.slice(2);
process.exitCode = scaffold();

function scaffold() {
  // A range is asked for by those who know the code they want to stand beside.
  const theme = Object.keys(themes).find((one) => one === wanted || themes[one].range === wanted);
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(name) || theme === undefined || !/^[A-Z]-\d\d$/.test(number ?? 'N-09')) {
    say('Usage: npm run new-rule <name> [theme] [number]');
    say('The name says what is wrong, in small words with hyphens: send-after-goal.');
    say(`The theme is one of ${Object.keys(themes).join(', ')}; flow where unsaid. compiler/rules has a folder for each.`);
    say('The number is that of domain.md which the rule serves, where there is one: N-09.');
    return 2;
  }
  const file = `compiler/rules/${theme}/${name}.rule.ts`;
  const { catalogue, first, view } = themes[theme];
  const codes = `compiler/diagnostics/${catalogue}.ts`;
  if (existsSync(inRoot(file)) || read(codes).includes(`rule: '${name}'`)) {
    say(`There is a rule "${name}" already.`);
    return 1;
  }
  const code = nextCode(read(codes), first);
  write(file, ruleFile(code, view));
  edit('compiler/rules/all-rules.ts', (text) => withRule(text, theme));
  edit(codes, (text) => withEntry(text, code));
  const fixture = view === 'scoring' ? scoringFixture : campaignFixture;
  write(`test/compiler/rules/${theme}/${name}/err-first.yaml`, fixture('TODO: what is wrong'));
  write(`test/compiler/rules/${theme}/${name}/ok-first.yaml`, fixture('TODO: the same, written right'));
  write(`docs/rules/${code}.md`, page(code));
  edit('docs/rules/README.md', (text) => withIndexLine(text, code));
  say(`${code} it is. Now write the check, its words, the fixtures and the page, then run`);
  say(`  npx vitest run test/compiler/rules test/docs/rule-pages.test.ts`);
  say('which writes what the fixture prints beside it: read that file before you commit it.');
  return 0;
}

function camel() {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/** Codes are never used again, so the next one lies behind all there are. */
function nextCode(text, first) {
  const block = Math.floor(first / 100);
  const taken = [...text.matchAll(/^ {2}C(\d{4}): /gm)].map((match) => Number(match[1]));
  return `C${Math.max(first - 1, ...taken.filter((number) => Math.floor(number / 100) === block)) + 1}`;
}

function ruleFile(code, view) {
  const body =
    view === 'scoring'
      ? '({ scoring, report }) => {\n  // TODO: report what is wrong with the scoring rules.\n  void [scoring, report];\n});'
      : '({ campaign, report }) => {\n  // TODO: report what is wrong with the campaign.\n  void [campaign, report];\n});';
  return `import { ${view}Rule } from '../rule.js';

/** TODO: why this is a mistake, in one sentence. */
export const ${camel()} = ${view}Rule('${code}', ${body}
`;
}

function withRule(text, theme) {
  const line = `import { ${camel()} } from './${theme}/${name}.rule.js';`;
  const imported = insertSorted(text, /^import \{ \w+ \} from '\.\/([\w/-]+)\.rule\.js';$/, line, `${theme}/${name}`);
  const [head, list] = imported.split('[] = [\n');
  return `${head}[] = [\n${insertSorted(list, /^ {2}(\w+),$/, `  ${camel()},`, camel())}`;
}

/** The line before the first that comes behind it, or behind the last of its kind. */
function insertSorted(text, kind, line, key) {
  const lines = text.split('\n');
  const known = lines.flatMap((one, index) => (kind.test(one) ? [{ index, key: kind.exec(one)[1] }] : []));
  const behind = known.find((one) => one.key > key)?.index ?? known.at(-1).index + 1;
  return lines.toSpliced(behind, 0, line).join('\n');
}

function withEntry(text, code) {
  const entry = `  ${code}: code({
    rule: '${name}',
    severity: 'error',
    summary: 'TODO: what is wrong, without names from the file',
    domain: ['${number ?? 'TODO: a number of domain.md, or no such line'}'],
    message: () => 'TODO: one sentence in the words of campaigns.',
    help: () => 'TODO: the next thing to type.',
  }),
`;
  return text.replace(/^\};$/m, `${entry}};`);
}

function campaignFixture(todo) {
  return `# ${todo}
campaign: demo
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
}

function scoringFixture(todo) {
  return `# path: scoring/score.yaml
# ${todo}
ready: 40
fit:
  title: 25 when lead.seniority == "vp"
pain:
  project: 20 on project_created guess
approved: [ marketing, sales ]
`;
}

function page(code) {
  return `# ${code} \`${name}\`

TODO: what is wrong, without names from the file. (error)

## Why

TODO: what would happen to whom, if nobody said so.

## Wrong

\`\`\`yaml
- send: hello
\`\`\`

## Right

\`\`\`yaml
- send: hello
\`\`\`
`;
}

function withIndexLine(text, code) {
  const line = `| [${code}](${code}.md) | \`${name}\` | error | TODO: what is wrong, without names from the file. |`;
  return insertSorted(text, /^\| \[(C\d{4})\]/, line, code);
}

function read(path) {
  return readFileSync(inRoot(path), 'utf8');
}

function edit(path, change) {
  writeFileSync(inRoot(path), change(read(path)));
  say(`changed  ${path}`);
}

function write(path, text) {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), text);
  say(`wrote    ${path}`);
}
