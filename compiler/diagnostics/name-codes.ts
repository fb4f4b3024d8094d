import { code } from '../../grammar/diagnostics/code.js';
import { builtInEvents } from '../names/built-in-events.js';
import { namesInWords, suggestionHelp } from './suggestion.js';

function isBuiltIn(name: string): boolean {
  return builtInEvents.some((event) => event.name.value === name);
}

interface Unknown {
  readonly name: string;
  readonly suggestion?: string | undefined;
}

/** C2xxx: names, and the files that declare them. */
export const nameCodes = {
  C2001: code<{ file: string }>({
    rule: 'missing-file',
    severity: 'error',
    summary: 'a file that all campaigns need is missing',
    message: ({ file }) => `There is no ${file}.`,
    help: ({ file }) =>
      file === 'perennial.yaml'
        ? 'Create perennial.yaml with company, postal_address, zone, topics and senders.'
        : `Create ${file} with the attributes of leads and the events.`,
  }),
  C2101: code<Unknown & { of?: 'lead' | 'account' | undefined; elsewhere?: string | undefined }>({
    rule: 'unknown-attribute',
    severity: 'error',
    summary: 'an attribute that the schema does not declare',
    domain: ['D-02'],
    message: ({ name, of }) => `${of === 'account' ? 'An account' : 'A lead'} has no attribute "${name}".`,
    help: ({ name, suggestion, of, elsewhere }) =>
      elsewhere === undefined
        ? suggestionHelp(suggestion, `Declare "${name}" under "${of ?? 'lead'}:" in schema/.`)
        : `Did you mean ${elsewhere}?`,
  }),
  C2102: code<Unknown>({
    rule: 'unknown-event',
    severity: 'error',
    summary: 'an event that the schema does not declare',
    domain: ['D-02'],
    message: ({ name }) => `There is no event "${name}".`,
    help: ({ name, suggestion }) => suggestionHelp(suggestion, `Declare "${name}" under "events:" in schema/.`),
  }),
  C2103: code<Unknown & { event: string }>({
    rule: 'unknown-property',
    severity: 'error',
    summary: 'a property that the event does not have',
    message: ({ name, event }) => `${event} has no property "${name}".`,
    help: ({ name, suggestion }) =>
      suggestionHelp(suggestion, `Declare "${name}" under "properties:" of the event in schema/.`),
  }),
  C2104: code<Unknown>({
    rule: 'unknown-topic',
    severity: 'error',
    summary: 'a topic that perennial.yaml does not declare',
    message: ({ name }) => `There is no topic "${name}".`,
    help: ({ name, suggestion }) =>
      suggestionHelp(suggestion, `Declare it under "topics:" in perennial.yaml: ${name}: { title: …, opt: out }.`),
  }),
  C2105: code<Unknown>({
    rule: 'unknown-sender',
    severity: 'error',
    summary: 'a sender that perennial.yaml does not declare',
    message: ({ name }) => `There is no sender "${name}".`,
    help: ({ name, suggestion }) =>
      suggestionHelp(suggestion, `Declare it under "senders:" in perennial.yaml: ${name}: { address: …, label: … }.`),
  }),
  C2106: code<Unknown>({
    rule: 'unknown-hours',
    severity: 'error',
    summary: 'hours that perennial.yaml does not declare',
    message: ({ name }) => `There are no hours "${name}".`,
    help: ({ name, suggestion }) =>
      suggestionHelp(suggestion, `Declare them under "hours:" in perennial.yaml: ${name}: mon-fri 09:00-17:00.`),
  }),
  C2107: code<Unknown & { path: string }>({
    rule: 'missing-template',
    severity: 'error',
    summary: 'a message without a template',
    message: ({ name, path }) => `The message "${name}" has no template: ${path} does not exist.`,
    help: ({ path, suggestion }) => suggestionHelp(suggestion, `Create ${path}.`),
  }),
  C2108: code<Unknown & { campaign: string }>({
    rule: 'unknown-step',
    severity: 'error',
    summary: 'a message that no campaign sends',
    message: ({ name, campaign }) => `The campaign "${campaign}" sends no "${name}".`,
    help: ({ suggestion }) => suggestionHelp(suggestion, 'Name the id of a "send" step.'),
  }),
  C2109: code<Unknown & { known: readonly string[] }>({
    rule: 'unknown-kind',
    severity: 'error',
    summary: 'a kind of campaign that does not exist',
    message: ({ name }) => `There is no kind of campaign "${name}".`,
    help: ({ suggestion, known }) =>
      suggestionHelp(suggestion, `Take one of ${known.join(', ')}, or declare your own under "kinds:" in perennial.yaml.`),
  }),
  C2110: code<Unknown & { known: readonly string[] }>({
    rule: 'unknown-stage',
    severity: 'error',
    summary: 'a stage that does not exist',
    message: ({ name }) => `There is no stage "${name}".`,
    help: ({ suggestion, known }) => suggestionHelp(suggestion, `Take one of ${known.join(', ')}.`),
  }),
  C2111: code<Unknown>({
    rule: 'unknown-campaign',
    severity: 'error',
    summary: 'a campaign that does not exist',
    message: ({ name }) => `There is no campaign "${name}".`,
    help: ({ name, suggestion }) => suggestionHelp(suggestion, `Write it in campaigns/${name}.yaml.`),
  }),
  C2112: code<Unknown & { root: string; known: readonly string[] }>({
    rule: 'unknown-score',
    severity: 'error',
    summary: 'a part of the score that does not exist',
    message: ({ name, root }) => `There is no "${root}.${name}".`,
    help: ({ suggestion, known }) => suggestionHelp(suggestion, `There are ${known.join(', ')}.`),
  }),
  C2113: code<Unknown>({
    rule: 'bare-word',
    severity: 'error',
    summary: 'a word that stands alone',
    message: ({ name }) => `"${name}" is neither a name nor a text.`,
    help: ({ name, suggestion }) =>
      suggestion === undefined
        ? `For a text, put it in quotes: "${name}"; for an attribute, write lead.${name}.`
        : `Did you mean ${suggestion}?`,
  }),
  C2114: code<Unknown>({
    rule: 'unknown-group',
    severity: 'error',
    summary: 'a segment or list that does not exist',
    message: ({ name }) => `There is no segment and no list "${name}".`,
    help: ({ name, suggestion }) => suggestionHelp(suggestion, `Declare it in segments/, or put it into lists/${name}.csv.`),
  }),
  C2115: code<{ what: string; where: string; name: string; known: readonly string[]; suggestion?: string | undefined }>({
    rule: 'unknown-part',
    severity: 'error',
    summary: 'a name that its campaign or workspace does not have',
    message: ({ what, where, name }) => `${where} has no ${what} "${name}".`,
    help: ({ what, known, suggestion }) =>
      suggestionHelp(suggestion, known.length === 0 ? `It has no ${what} at all.` : `It has ${namesInWords(known)}.`),
  }),
  C2116: code<Unknown>({
    rule: 'undeclared-function',
    severity: 'error',
    summary: 'a function that does not exist',
    message: ({ name }) => `There is no function "${name}(…)".`,
    help: ({ suggestion }) => suggestionHelp(suggestion, 'Name its plug-in under "plugins:" in perennial.yaml.'),
  }),
  C2117: code<{ name: string; why: string }>({
    rule: 'was-misleads',
    severity: 'error',
    summary: 'a former name that cannot be one',
    message: ({ name, why }) => `"${name}" cannot be the former name: ${why}.`,
    help: () => 'Write the name it had before it was renamed, or remove "was".',
  }),
  C2118: code<{ name: string; by: string }>({
    rule: 'segment-cycle',
    severity: 'error',
    summary: 'a segment that is defined by itself',
    message: ({ name, by }) => `The segment "${name}" is defined by itself: ${by}.`,
    help: () => 'Say in one of them whom it holds without naming the other.',
  }),
  C2119: code<{ path: string; found: string; suggestion?: string | undefined }>({
    rule: 'list-header',
    severity: 'error',
    summary: 'a list that does not say what it lists',
    message: ({ path, found }) =>
      found === '' ? `${path} has no header.` : `The first column of ${path} is "${found}", which names nobody.`,
    help: ({ suggestion }) => suggestionHelp(suggestion, 'Begin the first line with id, email or domain.'),
  }),
  C2120: code<{ name: string; suggestion: string }>({
    rule: 'in-flight-slip',
    severity: 'warning',
    summary: 'a step under "in_flight" that is one letter off',
    message: ({ name, suggestion }) => `"${name}" under "in_flight" is no step here; "${suggestion}" is.`,
    help: ({ name, suggestion }) => `Write ${suggestion}; if "${name}" was a step of an earlier version, allow this with a comment.`,
  }),
  C2121: code<{ what: 'signature' | 'channel' | 'allowed'; name: string; like?: string | undefined }>({
    rule: 'setting-without-effect',
    severity: 'error',
    summary: 'a setting of perennial.yaml that changes nothing',
    message: ({ what, name }) =>
      what === 'signature'
        ? `No sender writes from "${name}", so this key signs nothing.`
        : what === 'channel'
          ? `"${name}" is the channel of mail itself; this one would never be used.`
          : `"${name}" is the address of nobody, so it lets nobody through.`,
    help: ({ what, name, like }) =>
      what === 'signature'
        ? `Name the domain of a sender${like === undefined ? '' : `, like ${like}`}, or one above it.`
        : what === 'channel'
          ? 'Give the channel another name.'
          : `Write "@${name.trim()}" for everybody there.`,
  }),
  C2201: code<{ name: string; file: string }>({
    rule: 'campaign-file-name',
    severity: 'error',
    summary: 'a campaign whose file has another name',
    message: ({ name, file }) => `The campaign "${name}" stands in ${file}.`,
    help: ({ name }) => `Rename the file to campaigns/${name}.yaml, or the campaign after its file.`,
  }),
  C2202: code<{ name: string }>({
    rule: 'duplicate-step',
    severity: 'error',
    summary: 'two steps with one id',
    message: ({ name }) => `There are two steps "${name}" in this campaign.`,
    help: () => 'Give one of them another id; a message may keep its template with "template:".',
  }),
  C2203: code<{ name: string }>({
    rule: 'duplicate-campaign',
    severity: 'error',
    summary: 'two campaigns with one name',
    message: ({ name }) => `There are two campaigns "${name}".`,
    help: () => 'Rename one of them, and its file.',
  }),
  C2204: code<{ what: string; name: string }>({
    rule: 'duplicate-declaration',
    severity: 'error',
    summary: 'one name declared twice',
    message: ({ what, name }) => `The ${what} "${name}" is declared twice.`,
    help: ({ what, name }) =>
      what === 'event' && isBuiltIn(name) ? `${name} is built in; remove this one.` : 'Remove one of the two.',
  }),
  C2205: code({
    rule: 'two-scorings',
    severity: 'error',
    summary: 'more than one scoring file',
    message: () => 'There is more than one scoring file; a repository has one score.',
    help: () => 'Put all rules into one file under scoring/.',
  }),
  C2206: code<{ path: string; campaignExists: boolean; campaign: string }>({
    rule: 'unused-template',
    severity: 'warning',
    summary: 'a template that no message uses',
    message: ({ path, campaign, campaignExists }) =>
      campaignExists
        ? `No message of "${campaign}" uses ${path}.`
        : `${path} belongs to no campaign: there is no "${campaign}".`,
    help: () => 'Send it, or remove the file.',
  }),
  C2207: code<{ first: string; known: readonly string[] }>({
    rule: 'text-without-template',
    severity: 'error',
    summary: 'a text part without its message',
    message: ({ first }) => `The text part ${first} has no .mjml beside it.`,
    help: ({ known }) =>
      known.length === 0 ? 'Write the .mjml of the same name.' : `Name it after one of ${namesInWords(known)}.`,
  }),
  C2208: code<{ text: string; yaml: string }>({
    rule: 'both-surfaces',
    severity: 'error',
    summary: 'one file in both forms',
    message: ({ text, yaml }) => `${text} stands beside ${yaml}, and nobody knows which of the two counts.`,
    help: () => 'Remove one of them; "perennial convert" turns one form into the other.',
  }),
};
