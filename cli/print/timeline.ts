import pc from 'picocolors';
import { unreachable } from '../../compiler/plan/ir.js';
import { isZone, printLocal } from '../../runtime/engine/time/civil-time.js';
import type { AccountScore } from '../../runtime/store/facts/accounts.js';
import type { Timeline, TimelineEntry } from '../../runtime/store/reports/timeline.js';

type Paint = ReturnType<typeof pc.createColors>;

/** One lead's whole story, a line each, with the reason for every decision; times in the lead's zone. */
export function printTimeline(timeline: Timeline, workspaceZone: string, color: boolean, account?: AccountScore): string {
  const paint = pc.createColors(color);
  const own = timeline.attributes['time_zone'];
  const zone = typeof own === 'string' && isZone(own) ? own : workspaceZone;
  const total = timeline.fit + timeline.pain;
  const ready = timeline.readySince === null ? '' : `, SDR-ready since ${printLocal(zone, timeline.readySince)}`;
  const undeclared = Object.keys(timeline.undeclared);
  const head = [
    paint.bold(`Lead ${timeline.userId}`),
    `score ${total} = fit ${timeline.fit} + pain ${timeline.pain}${ready}`,
    ...(timeline.accountId === null ? [] : [accountOf(timeline.accountId, account)]),
    ...(timeline.rfm === null ? [] : [rankOf(timeline.rfm)]),
    `times in ${zone}`,
    ...(undeclared.length === 0 ? [] : [`sent but not in the schema: ${undeclared.join(', ')}`]),
  ];
  return [...head, '', ...timeline.entries.flatMap((entry) => lineOf(entry, zone, paint))].join('\n');
}

function accountOf(id: string, score: AccountScore | undefined): string {
  if (score === undefined) return `account ${id}`;
  const { fit, pain, people, engaged } = score;
  return `account ${id}: score ${fit + pain} = fit ${fit} + pain ${pain}, of ${people} people, ${engaged} engaged`;
}

function rankOf({ r, f, m, rank }: Exclude<Timeline['rfm'], null>): string {
  return `rfm: r ${r}, f ${f}, m ${m}, rank ${rank}`;
}

function lineOf(entry: TimelineEntry, zone: string, paint: Paint): readonly string[] {
  const line = (mark: string, where: string, text: string): readonly string[] => [
    `${paint.dim(printLocal(zone, entry.at))}  ${mark} ${where.padEnd(30)} ${text}`.trimEnd(),
  ];
  switch (entry.kind) {
    case 'event':
      return line(paint.cyan('●'), entry.name, paint.dim(propertiesOf(entry)));
    case 'score':
      return line(
        paint.magenta('±'),
        `${entry.part}: ${entry.rule}`,
        `${entry.points >= 0 ? '+' : ''}${entry.points} points${entry.fades ? ' by time' : ''}, ${entry.part} is ${entry.after}`,
      );
    case 'decision':
      return decision(entry, line, paint);
    case 'send':
      // What became of it stands among the decisions; here only what they do not say.
      return entry.state === 'unknown' || entry.attempts > 1
        ? line(paint.yellow('✉'), `${entry.campaign}/${entry.step}`, `${entry.state} after ${entry.attempts} attempts`)
        : [];
    case 'task':
      return line(paint.blue('☐'), `${entry.campaign}/${entry.step}`, `for ${whoHas(entry)}: ${entry.title}`);
    default:
      return unreachable(entry);
  }
}

function whoHas({ team, assignee }: Extract<TimelineEntry, { kind: 'task' }>): string {
  return assignee === null || assignee === team ? team : `${assignee} (${team})`;
}

function decision(
  entry: Extract<TimelineEntry, { kind: 'decision' }>,
  line: (mark: string, where: string, text: string) => readonly string[],
  paint: Paint,
): readonly string[] {
  const where = entry.step === null ? (entry.campaign ?? '') : `${entry.campaign ?? ''}/${entry.step}`;
  // These sentences begin with what happened.
  const telling = ['entered', 'left', 'goal', 'finished', 'waiting', 'answered', 'unanswered', 'acting', 'acted', 'failed'].includes(entry.code);
  const text = telling ? entry.text : `${entry.code.replace('_', ' ')}: ${entry.text}`;
  switch (entry.code) {
    case 'sent':
      return line(paint.green('✉'), where, paint.green(text));
    case 'skipped':
    case 'refused':
    case 'unknown':
    case 'withdrawn':
      return line(paint.yellow('–'), where, paint.yellow(text));
    case 'goal':
      return line(paint.green('★'), where, paint.green(text));
    case 'left':
    case 'finished':
      return line('■', where, text);
    case 'task':
      // The task itself has a line of its own.
      return [];
    default:
      return line(paint.dim('·'), where, text);
  }
}

function propertiesOf({ name, properties }: Extract<TimelineEntry, { kind: 'event' }>): string {
  // Attributes may be personal; their names say enough here.
  if (name === 'identify') return Object.keys(properties).join(', ');
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ');
}
