import type { OpenMessage } from '../../compiler/open-messages.js';
import type { MessageAlternative, MessageContent } from '../../compiler/plan/ir.js';
import { alternativeName } from '../../compiler/templates/files/template-name.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Source } from '../../grammar/span.js';
import { openTemplateFile } from '../local/template-file.js';
import { readAssets } from '../read-assets.js';
import { readRepository } from '../read-repository.js';
import { inlineAssets } from './inline-assets.js';

/** One mail to look at. */
export interface Rendered {
  /** `campaign/name`. */
  readonly key: string;
  /** The wording: `decision_maker.de`; empty for the default. */
  readonly wording: string;
  readonly from: { readonly label: string; readonly address: string };
  readonly subject: string;
  readonly preheader: string;
  /** With the pictures of `assets/` in it. */
  readonly html: string;
  readonly text: string;
  /** Of the HTML as it is sent. */
  readonly bytes: number;
  readonly diagnostics: readonly PlacedDiagnostic[];
  /** Why there is nothing to see. */
  readonly problem?: string;
}

export interface PlacedDiagnostic extends Diagnostic {
  /** `templates/welcome/hello.mjml:3:9`, 1-based. */
  readonly place: string;
}

/** The templates of a repository as its files say just now. */
export interface Book {
  readonly messages: readonly OpenMessage[];
  /** @param lead attributes; left out: the schema's examples */
  render(message: OpenMessage, wording: string, lead: Readonly<Record<string, unknown>> | undefined): Promise<Rendered>;
}

/** @throws UsageError when there is no repository */
export async function openBook(root: string): Promise<Book> {
  const sources = await readRepository(root, 'preview');
  const assets = await readAssets(root);
  // Only now: it takes a second to load, and help does not need it.
  const { openMessages } = await import('../../compiler/open-messages.js');
  const { renderMessage } = await import('../../compiler/templates/liquid/liquid.js');
  const templateCache = openTemplateFile(root);
  const { messages, assets: table } = await openMessages(sources, { templateCache, assets });
  templateCache.save();
  return {
    messages,
    async render(message, wording, lead) {
      const shared = {
        key: message.key,
        wording,
        from: message.from ?? { label: 'Nobody sends it yet', address: '' },
        diagnostics: message.diagnostics.map((diagnostic) => placed(diagnostic, sources)),
      };
      const nothing = { subject: '', preheader: '', html: '', text: '', bytes: 0 };
      const content = await message.compile();
      const worded = content === undefined ? undefined : wordingOf(content, wording);
      if (worded === undefined) return { ...shared, ...nothing, problem: 'It has errors, so there is nothing to see yet.' };
      try {
        const { subject, preheader, html, text } = renderMessage({ template: message.name, ...worded }, message.dataOf(lead));
        const bytes = Buffer.byteLength(html);
        return { ...shared, subject, preheader, html: await inlineAssets(html, root, assets, table), text, bytes };
      } catch (error) {
        return { ...shared, ...nothing, problem: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function wordingOf(content: MessageContent, wording: string): MessageContent | MessageAlternative | undefined {
  if (wording === '') return content;
  return content.alternatives?.find((one) => wordingName(one) === wording);
}

/** `decision_maker.de`, as the file has it. */
export function wordingName(one: Parameters<typeof alternativeName>[1]): string {
  return alternativeName('', one).slice(1);
}

function placed(diagnostic: Diagnostic, sources: readonly Source[]): PlacedDiagnostic {
  const { file, start } = diagnostic.span;
  const text = sources.find(({ path }) => path === file)?.text ?? '';
  const { line, column } = createLineIndex(text).position(start);
  return { ...diagnostic, place: `${file}:${line}:${column}` };
}
