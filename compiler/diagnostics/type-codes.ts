import { code } from '../../grammar/diagnostics/code.js';
import { namesInWords, suggestionHelp } from './suggestion.js';

/** C3xxx: what can be asked of what. Types arrive in words: "a number", "a text". */
export const typeCodes = {
  C3101: code<{ found: string; where: string }>({
    rule: 'condition-not-boolean',
    severity: 'error',
    summary: 'a condition that is not true or false',
    message: ({ found, where }) => `${where} must be true or false, but this is ${found}.`,
    help: ({ found }) =>
      found === 'a number' ? 'Compare it: … >= 1.' : 'Compare it, or ask whether it "is set".',
  }),
  C3102: code<{ operator: string; needs: string; found: string }>({
    rule: 'operator-type-mismatch',
    severity: 'error',
    summary: 'an operator that does not work on this type',
    message: ({ operator, needs, found }) => `"${operator}" works on ${needs}, but this is ${found}.`,
    help: ({ needs }) => `Put ${needs} here.`,
  }),
  C3103: code<{ type: string; operator: string }>({
    rule: 'order-of-unordered',
    severity: 'error',
    summary: 'an order asked of values that have none',
    message: ({ type, operator }) => `"${operator}" asks for an order, but ${type} has none.`,
    help: () => 'Use == or !=, or "in [ … ]".',
  }),
  C3104: code<{ left: string; right: string; help: string }>({
    rule: 'compare-type-mismatch',
    severity: 'error',
    summary: 'values of two types compared',
    message: ({ left, right }) => `${left.charAt(0).toUpperCase()}${left.slice(1)} is compared with ${right}.`,
    help: ({ help }) => help,
  }),
  C3105: code<{ value: string; known: readonly string[]; suggestion?: string | undefined }>({
    rule: 'unknown-enum-value',
    severity: 'error',
    summary: 'a value that the enum does not have',
    message: ({ value, known }) => `"${value}" is not one of ${namesInWords(known)}.`,
    help: ({ known, suggestion }) => suggestionHelp(suggestion, `Take one of ${namesInWords(known)}.`),
  }),
  C3106: code<{ name: string }>({
    rule: 'unguarded-optional',
    severity: 'error',
    summary: 'an optional value denied without a guard',
    message: ({ name }) => `"${name}" can be missing, and a lead without it never matches this.`,
    help: ({ name }) =>
      `Say what happens without it: "${name} is set and …" leaves those leads out, "${name} is not set or …" takes them in.`,
  }),
  C3107: code<{ attribute: string; needs: string; found: string }>({
    rule: 'set-type-mismatch',
    severity: 'error',
    summary: 'an attribute set to another type',
    message: ({ attribute, needs, found }) => `"${attribute}" is ${needs}, but "to" is ${found}.`,
    help: ({ needs }) => `Set it to ${needs}.`,
  }),
  C3108: code<{ attribute: string }>({
    rule: 'set-of-address',
    severity: 'error',
    summary: 'a campaign that changes the address of a lead',
    message: ({ attribute }) => `No campaign may set "${attribute}": consent and suppression hang on the address.`,
    help: () => 'Set another attribute; the address comes from your application.',
  }),
  C3109: code<{ function: string; property: string; found: string }>({
    rule: 'sum-of-non-number',
    severity: 'error',
    summary: 'a sum of what is not a number',
    message: ({ function: name, property, found }) => `${name}(…) needs a number, but "${property}" is ${found}.`,
    help: () => 'Name a property of type number, or use count(…) or latest(…).',
  }),
  C3110: code<{ name: string; why: string; help: string }>({
    rule: 'out-of-place',
    severity: 'error',
    summary: 'a name where it means nothing',
    message: ({ name, why }) => `"${name}" means nothing here: ${why}.`,
    help: ({ help }) => help,
  }),
  C3111: code<{ found: string }>({
    rule: 'not-a-date',
    severity: 'error',
    summary: 'a moment that is not a date',
    message: ({ found }) => `"at" needs a date or a timestamp, but this is ${found}.`,
    help: () => 'Name an attribute of type date or timestamp, such as lead.trial_ends_at.',
  }),
  C3112: code<{ found: string }>({
    rule: 'list-of-literals',
    severity: 'error',
    summary: 'a list that is not made of plain values',
    message: ({ found }) => `"in" needs a list of plain values, but this is ${found}.`,
    help: () => 'Write the values in brackets: in ["DE", "AT"].',
  }),
  C3113: code<{ what: string; name: string; needs: string; value: string }>({
    rule: 'declared-value-mismatch',
    severity: 'error',
    summary: 'a value that does not fit its type',
    message: ({ what, name, needs, value }) => `The ${what} of "${name}" must be ${needs}, but is ${value}.`,
    help: ({ needs }) => `Write ${needs}.`,
  }),
  C3114: code<{ name: string }>({
    rule: 'entry-types-differ',
    severity: 'error',
    summary: 'one name with two types over the ways in',
    message: ({ name }) => `"entry.${name}" has another type by each way in.`,
    help: () => 'Give the property one type in schema/, or split the campaign.',
  }),
};
