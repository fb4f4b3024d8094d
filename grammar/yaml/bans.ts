import type { CST } from 'yaml';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { Place } from '../place.js';
import { eachToken } from './read-tokens.js';

/** Reports what plain YAML may not contain; true when there was any of it. */
export function reportBans(
  tokens: readonly CST.Token[],
  text: string,
  spanOf: Place,
  report: GrammarReport,
): boolean {
  let documents = 0;
  let found = false;
  for (const token of eachToken(tokens)) {
    switch (token.type) {
      case 'anchor':
        report('C0004', spanOfSource(token, spanOf), { text: token.source });
        break;
      case 'alias':
        report('C0005', spanOfSource(token, spanOf), { text: token.source });
        break;
      case 'tag':
        report('C0006', spanOfSource(token, spanOf), { text: token.source }, { fixes: notFor(token, spanOf) });
        break;
      case 'directive':
        report('C0008', spanOfSource(token, spanOf), { text: token.source });
        break;
      case 'document': {
        documents += 1;
        // The rest is another file's matter: what stands in it is not looked at.
        if (documents === 2) {
          const start = token.start.find(({ type }) => type === 'doc-start')?.offset ?? token.offset;
          const width = text.startsWith('---', start) ? 3 : 1;
          report('C0009', spanOf(start, start + width), {});
          return true;
        }
        continue;
      }
      default:
        continue;
    }
    found = true;
  }
  return found;
}

function spanOfSource(token: { readonly offset: number; readonly source: string }, spanOf: Place) {
  return spanOf(token.offset, token.offset + token.source.length);
}

/** `!lead.employee` can only have meant `not lead.employee`. */
function notFor(token: { readonly offset: number; readonly source: string }, spanOf: Place): readonly Fix[] {
  if (!/^![A-Za-z_]/.test(token.source)) return [];
  const edits = [{ span: spanOf(token.offset, token.offset + 1), text: 'not ' }];
  return [{ title: 'write "not"', safety: 'safe', edits }];
}
