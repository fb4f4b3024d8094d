import type { Show, ShowOptions } from './show.js';
import { saasShow } from './saas.show.js';
import { shopShow } from './shop.show.js';

/** The plays of the demo, by name. One line each. */
export const allShows: Readonly<Record<string, (options: ShowOptions) => Show>> = {
  saas: saasShow,
  shop: shopShow,
};
