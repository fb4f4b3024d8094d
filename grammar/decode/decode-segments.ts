import type { SegmentsAst } from '../ast/segment.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { segmentsKeys } from './keys/segment-keys.js';

/** Named conditions. With errors, those that could be read. */
export function decodeSegments(source: Source): Checked<SegmentsAst | undefined> {
  return decodeFile(source, (root, context) => {
    const { segments } = decodeKeys(root, segmentsKeys, { where: 'a file of segments' }, context);
    return { kind: 'segments', segments: segments ?? [], span: root.span };
  });
}
