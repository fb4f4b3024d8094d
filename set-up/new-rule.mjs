// Scaffolds a rule: its file, its line in the table, its catalogue entry, a fixture and its page.
// Each piece makes a test fail until it is written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './root.mjs';
import { say } from './say.mjs';

/** Where codes of a range stand, the first of those a rule may take, and what such a rule looks at. */
const ranges = {
  C2: { catalogue: 'name-codes', first: 2201, view: 'campaign' },
  C4: { catalogue: 'flow-codes', first: 4101, view: 'campaign' },
  C5: { catalogue: 'consent-codes', first: 5101, view: 'campaign' },
  C6: { catalogue: 'time-codes', first: 6101, view: 'campaign' },
  C8: { catalogue: 'scoring-codes', first: 8101, view: 'scoring' },
};

const [name = '', range = 'C4'] = process.argv.slice(2);
process.exitCode = scaffold();

function scaffold() {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(name) || !Object.hasOwn(ranges, range)) {
    say('Usage: npm run new-rule <name> [range]');
    say('The name says what is wrong, in small words with hyphens: send-after-goal.');
    say(`The range is one of ${Object.keys(ranges).join(', ')}; C4, the flow, where unsaid. docs/rules/README.md explains them.`);
    return 2;
  }
  const file = `compiler/rules/${name}.rule.ts`;
  const { catalogue, first, view } = ranges[range];
  const codes = `compiler/diagnostics/${catalogue}.ts`;
  if (existsSync(inRoot(file)) || read(codes).includes(`rule: '${name}'`)) {
    say(`There is a rule "${name}" already.`);
    return 1;
  }
  const code = nextCode(read(codes), first);
  write(file, ruleFile(code, view));
  edit('compiler/rules/all-rules.ts', withRule);
  edit(codes, (text) => withEntry(text, code));
  write(`test/compiler/rules/${name}/err-first.yaml`, view === 'scoring' ? scoringFixture() : campaignFixture());
  write(`docs/rules/${code}.md`, page(code));
  edit('docs/rules/README.md', (text) => withIndexLine(text, code));
  say(`${code} it is. Now write the check, its words, the fixture and the page, then run`);
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
  return `import { ${view}Rule } from './rule.js';

/** TODO: why this is a mistake, in one sentence. */
export const ${camel()} = ${view}Rule('${code}', ${body}
`;
}

function withRule(text) {
  const line = `import { ${camel()} } from './${name}.rule.js';`;
  const imported = insertSorted(text, /^import \{ \w+ \} from '\.\/([\w-]+)\.rule\.js';$/, line, name);
  const [head, list] = imported.split('[] = [\n');
  const wanted = camel();
  return `${head}[] = [\n${insertSorted(list, /^ {2}(\w+),$/, `  ${wanted},`, wanted)}`;
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
    message: () => 'TODO: one sentence in the words of campaigns.',
    help: () => 'TODO: the next thing to type.',
  }),
`;
  return text.replace(/^\};$/m, `${entry}};`);
}

function campaignFixture() {
  return `campaign: demo
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

function scoringFixture() {
  return `# path: scoring/score.yaml
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
