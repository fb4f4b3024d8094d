/** A file below `assets/`, as its contents tell. */
export interface Asset {
  /** From the repository's root, with `/`: `assets/logo.png`. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
}

/** What templates may show of `assets/`, and where readers get it from. */
export interface AssetTable {
  /** An https address without a slash at its end. */
  readonly base: string;
  /** By path; absent where nobody looked, and then nothing is missing. */
  readonly files?: ReadonlyMap<string, Asset>;
}

/** Where nothing is served (RFC 6761): stands in mails until the repository says where its assets are. */
export const noAssetBase = 'https://assets.invalid';

export const noAssets: AssetTable = { base: noAssetBase };

/**
 * Where readers load the file from: by its content, so that a mail sent years ago keeps its picture
 * and a changed picture is a new address that no proxy has cached.
 */
export function assetAddress({ base, files }: AssetTable, path: string): string {
  const hash = files?.get(path)?.hash;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [base, ...(hash === undefined ? [] : [hash.slice(0, 16)]), encodeURIComponent(name)].join('/');
}

const named = /(["'(]\s*)(assets\/[^"')?#\s{}<>]+)/g;

/** The paths that a template's source names, in order, each once. */
export function assetsNamedIn(text: string): readonly string[] {
  if (!text.includes('assets/')) return [];
  return [...new Set([...text.matchAll(named)].map(([, , path = '']) => path))];
}

/** The HTML with the address of each file in place of its path. */
export function withAssetAddresses(html: string, table: AssetTable): string {
  return html.replace(named, (_, before: string, path: string) => before + assetAddress(table, path));
}
