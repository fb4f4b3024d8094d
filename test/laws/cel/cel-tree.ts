/** What the suite's debug form of a syntax tree says, as far as it is looked at here. */
export type CelTree =
  | { readonly kind: 'int' | 'uint' | 'double' | 'bool' | 'null' | 'name'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'list'; readonly items: readonly CelTree[] }
  | { readonly kind: 'call'; readonly function: string; readonly target?: CelTree; readonly arguments: readonly CelTree[] }
  /** Fields, maps, messages, comprehensions. */
  | { readonly kind: 'other' };

/** Reads `_==_(1^#*expr.Constant_Int64Value#, …)^#*expr.Expr_CallExpr#`. */
export function readCelTree(debug: string): CelTree {
  let at = 0;

  const tree = readTree();
  return at === debug.length ? tree : { kind: 'other' };

  function readTree(): CelTree {
    skip();
    let tree = readFirst();
    for (;;) {
      const type = /^\^#(?:\*expr\.)?([^#]*)#/.exec(debug.slice(at, at + 80));
      if (type !== null) {
        at += type[0].length;
        tree = typed(tree, type[1] ?? '');
        continue;
      }
      const method = /^\.(\w+)(\()?/.exec(debug.slice(at, at + 80));
      if (method === null) return tree;
      at += method[0].length;
      tree = method[2] === undefined ? { kind: 'other' } : { kind: 'call', function: method[1] ?? '', target: tree, arguments: readUntil(')') };
    }
  }

  function readFirst(): CelTree {
    const quoted = /^(b?)"(?:[^"\\]|\\[\s\S])*"/.exec(debug.slice(at));
    if (quoted !== null) {
      at += quoted[0].length;
      return quoted[1] === 'b' ? { kind: 'bytes' } : { kind: 'text', value: unquoted(quoted[0]) };
    }
    if (debug[at] === '[') {
      at += 1;
      return { kind: 'list', items: readUntil(']') };
    }
    const word = /^[^\s(){}[\],^]+/.exec(debug.slice(at, at + 200))?.[0] ?? '';
    at += word.length;
    if (debug[at] === '(') {
      at += 1;
      return { kind: 'call', function: word, arguments: readUntil(')') };
    }
    if (word === '' || debug[at] === '{') {
      // Not looked at: the rest would not be either.
      at = debug.length;
      return { kind: 'other' };
    }
    return { kind: 'name', text: word };
  }

  function readUntil(close: string): readonly CelTree[] {
    const found: CelTree[] = [];
    for (;;) {
      skip();
      if (at >= debug.length || debug[at] === close) {
        at += 1;
        return found;
      }
      if (debug[at] === ',') at += 1;
      else found.push(readTree());
    }
  }

  function skip(): void {
    while (/\s/.test(debug[at] ?? '')) at += 1;
  }
}

function typed(tree: CelTree, type: string): CelTree {
  if (tree.kind !== 'name') return tree;
  const kinds = {
    Constant_Int64Value: 'int',
    Constant_Uint64Value: 'uint',
    Constant_DoubleValue: 'double',
    Constant_BoolValue: 'bool',
    Constant_NullValue: 'null',
  } as const;
  const kind = Object.entries(kinds).find(([name]) => name === type)?.[1];
  return kind === undefined ? tree : { kind, text: tree.text };
}

/** Go's way of quoting. */
function unquoted(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[\s\S])/g, (_, escape: string) => {
      const plain: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
      if (escape.length > 1) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
      return plain[escape] ?? escape;
    });
}
