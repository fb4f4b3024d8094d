import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import type { IGrammar, IRawGrammar } from 'vscode-textmate';

const folder = fileURLToPath(new URL('../../editors/vscode/syntaxes/', import.meta.url));
const files: Readonly<Record<string, string>> = {
  'source.perennial': 'perennial.tmLanguage.json',
  'source.perennial.phrases': 'phrases.tmLanguage.json',
  'source.perennial.yaml-phrases': 'yaml-phrases.tmLanguage.json',
};

/** Knows keys and comments of YAML, as far as our grammar leans on them. */
const yaml = JSON.stringify({
  scopeName: 'source.yaml',
  patterns: [
    { name: 'comment.line.number-sign.yaml', match: '(?:^|(?<=\\s))#.*$' },
    { name: 'string.quoted.double.yaml', begin: '"', end: '"' },
    { match: '([\\w-]+)(:)(?=\\s|$)', captures: { 1: { name: 'entity.name.tag.yaml' } } },
  ],
});

/** The tokens of a text with their innermost scopes, as an editor that colours would see them. */
export async function tokenize(scope: 'source.perennial' | 'source.yaml', text: string): Promise<readonly Token[]> {
  const grammar = await grammarOf(scope);
  const found: Token[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) found.push({ text: line.slice(startIndex, endIndex), scope: scopes.at(-1) ?? '', scopes });
  }
  return found;
}

export interface Token {
  readonly text: string;
  readonly scope: string;
  readonly scopes: readonly string[];
}

let loaded: Promise<void> | undefined;

async function grammarOf(scope: string): Promise<IGrammar> {
  loaded ??= oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  await loaded;
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name): Promise<IRawGrammar | null> => {
      if (name === 'source.yaml') return textmate.parseRawGrammar(yaml, 'yaml.json');
      const file = files[name];
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(join(folder, file), 'utf8'), file);
    },
    getInjections: (name) => (name === 'source.yaml' ? ['source.perennial.yaml-phrases'] : []),
  });
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(scope);
  return grammar;
}
