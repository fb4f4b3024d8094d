import type { TreeScalar } from './tree-node.js';

const isBoolean = /^(?:true|True|TRUE|false|False|FALSE)$/;
const isNumber =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** What a word without quotes is in either surface: the core schema of YAML 1.2. */
export function plainType(text: string): TreeScalar['type'] {
  if (isBoolean.test(text)) return 'boolean';
  return isNumber.test(text) ? 'number' : 'text';
}

/** Whether YAML takes the word for nothing. */
export function isNull(text: string): boolean {
  return /^(?:~|null|Null|NULL|)$/.test(text);
}
