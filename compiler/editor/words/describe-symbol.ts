import type { FieldAst } from '../../../grammar/ast/schema.js';
import { aroundOf } from '../../explain/around.js';
import { conditionInWords } from '../../explain/words/expression-in-words.js';
import { stepsOf } from '../../names/steps-of.js';
import { templateKey } from '../../project.js';
import { fieldType, inWords } from '../../types/type.js';
import type { Knowledge } from '../knowledge.js';
import { filesOf } from '../symbols/occurrences.js';
import type { NamedSymbol } from '../symbols/symbol.js';

/** What a name stands for, in plain words (Markdown); undefined where nothing of that name is declared. */
export function describeSymbol(symbol: NamedSymbol, { declared, project, read }: Knowledge): string | undefined {
  const { kind, name, of = '' } = symbol;
  switch (kind) {
    case 'attribute': {
      const field = (of === 'account' ? declared.accountAttributes : declared.attributes).get(name);
      return field === undefined ? undefined : describeField(`${of}.${name}`, field);
    }
    case 'property': {
      const field = declared.events.get(of)?.properties.get(name);
      return field === undefined ? undefined : `${describeField(name, field)}\n\nComes with the event \`${of}\`.`;
    }
    case 'event':
      return describeEvent(name, declared.events.get(name));
    case 'segment': {
      const segment = declared.segments.get(name);
      if (segment === undefined) return undefined;
      return lines(head('segment', name), segment.meaning?.value, `Who is in it: ${conditionInWords(segment.when, aroundOf(read))}.`);
    }
    case 'list': {
      const list = declared.lists.get(name);
      return list && lines(head('list', name), `${list.rows} lines, by ${list.columns[0] ?? ''}.`);
    }
    case 'campaign': {
      const campaign = declared.campaigns.get(name);
      if (campaign === undefined) return undefined;
      const { title, campaignKind, stage, goal, steps } = campaign;
      const sort = [campaignKind?.value, stage === undefined ? undefined : `for the stage ${stage.value}`].filter(Boolean).join(', ');
      const aim = goal === undefined ? undefined : `Its goal: \`${goal.event.value}\`.`;
      return lines(head('campaign', name), title?.value, sort, aim, `${stepsOf(steps).length} steps.`);
    }
    case 'step': {
      const step = stepsOf(declared.campaigns.get(of)?.steps ?? []).find(({ id }) => id.value === name);
      return step && lines(`${head('step', name)} of \`${of}\`: ${step.kind}`, step.note?.value);
    }
    case 'template': {
      const files = project.templates.get(templateKey(of, name));
      if (files === undefined) return undefined;
      const subject = /^subject:\s*(.+)$/m.exec(files.mjml?.text ?? '')?.[1]?.trim();
      return lines(
        `${head('template', name)} of \`${of}\``,
        subject === undefined ? undefined : `Subject: ${subject}`,
        filesOf(files).map(({ path }) => `\`${path}\``).join(', '),
      );
    }
    case 'topic': {
      const topic = declared.topics.get(name);
      const opt = { in: 'mailed only after consent', double: 'mailed only after a confirmed consent', out: 'mailed until the lead objects' } as const;
      return topic && lines(head('topic', name), topic.title?.value, topic.opt && `Leads are ${opt[topic.opt.value]}.`);
    }
    case 'sender': {
      const sender = declared.senders.get(name);
      return sender && lines(head('sender', name), [sender.label?.value, sender.address?.value].filter(Boolean).join(', '));
    }
    case 'hours': {
      const hours = declared.hours.get(name);
      return hours && lines(head('hours', name), `${clock(hours.from)} to ${clock(hours.until)} in the lead’s zone, on ${hours.weekdays.map(weekday).join(', ')}.`);
    }
    case 'playlist': {
      const list = declared.campaigns.get(of)?.playlists.find((one) => one.name.value === name);
      return list && lines(head('playlist', name), list.items.map(({ template }) => template.value).join(', '));
    }
  }
}

/** `lead.plan`: one of free, pro; `free` where it is missing. With its meaning and an example below. */
export function describeField(name: string, field: FieldAst): string {
  const { meaning, example, default: fallback, personal } = field;
  const missing = fallback === undefined ? 'can be missing' : `\`${String(fallback.value)}\` where it is missing`;
  return lines(
    `**${name}**: ${inWords(fieldType(field).type)}, ${missing}`,
    meaning?.value,
    example === undefined ? undefined : `For example \`${String(example.value)}\`.`,
    personal?.value === true ? 'Personal data.' : undefined,
  );
}

function describeEvent(name: string, event: Knowledge['declared']['events'] extends ReadonlyMap<string, infer Event> ? Event | undefined : never): string | undefined {
  if (event === undefined) return undefined;
  const properties = [...event.properties.values()].map((field) => `- \`${field.name.value}\`: ${inWords(fieldType(field).type)}`);
  const { meaning, product, effort, span } = event.ast;
  return lines(
    `${head('event', name)}${span.file === '' ? ', built in' : ''}`,
    meaning?.value,
    product?.value === true ? 'An act in the product.' : undefined,
    effort === undefined ? undefined : `Effort: ${effort.value} of 5.`,
    properties.length === 0 ? undefined : `Comes with:\n${properties.join('\n')}`,
  );
}

function head(kind: string, name: string): string {
  return `**${name}**, ${kind}`;
}

function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function weekday(day: number): string {
  return ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][day] ?? '';
}
