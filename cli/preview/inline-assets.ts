import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Asset, AssetTable } from '../../compiler/templates/assets.js';
import { assetAddress } from '../../compiler/templates/assets.js';

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.avif': 'image/avif',
};

/** Larger pictures stay addresses: the page would not open any more. */
const largest = 4 * 1024 * 1024;

/** The HTML with the pictures of `assets/` in it: nothing serves them yet. */
export async function inlineAssets(html: string, root: string, assets: readonly Asset[], table: AssetTable): Promise<string> {
  let inlined = html;
  for (const asset of assets) {
    const address = assetAddress(table, asset.path);
    const type = types[extname(asset.path).toLowerCase()];
    if (type === undefined || asset.bytes > largest || !inlined.includes(address)) continue;
    const data = (await readFile(join(root, asset.path))).toString('base64');
    inlined = inlined.replaceAll(address, `data:${type};base64,${data}`);
  }
  return inlined;
}
