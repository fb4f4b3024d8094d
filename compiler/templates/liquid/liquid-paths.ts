import { TypeGuards } from 'liquidjs';
import type { PropertyAccessToken } from 'liquidjs';

/** `lead.plan` or `lead['plan']` as its parts; undefined when a part is known only at send time. */
export function pathOf({ variable, props }: PropertyAccessToken): readonly string[] | undefined {
  if (variable !== undefined) return undefined;
  const path: string[] = [];
  for (const prop of props) {
    if (TypeGuards.isWordToken(prop) || TypeGuards.isQuotedToken(prop)) path.push(prop.content);
    else if (TypeGuards.isNumberToken(prop)) path.push(String(prop.content));
    else return undefined;
  }
  return path;
}
