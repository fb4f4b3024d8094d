import type { EveryAst } from '../../../grammar/ast/entry.js';
import type { AtAst } from '../../../grammar/ast/moment.js';
import { unreachable } from '../../plan/ir.js';
import type { Around } from '../around.js';
import { valueInWords } from './expression-in-words.js';
import { clockTime, daysInWords, lengthInWords, weekdaysInWords } from './numbers-in-words.js';

type Clock = 'lead' | 'account' | 'workspace';

const clockWords: Readonly<Record<Clock, string>> = {
  lead: "by the lead's clock",
  account: "by the account's clock",
  workspace: 'by our own clock',
};

/** "two days after entry at 09:30 on a weekday, within half an hour". */
export function atInWords(at: AtAst, around: Around): string {
  const { time, clock, weekdays, spread } = at;
  const day = anchorInWords(at, around);
  const hour = time === undefined ? '' : at.anchor.kind === 'next' ? ` ${clockTime(time.value)}` : ` at ${clockTime(time.value)}`;
  const whose = clock === undefined ? '' : ` ${clockWords[clock.value]}`;
  const on = weekdays === undefined ? '' : ` on ${weekdaysInWords(weekdays.value)}`;
  return `${day}${hour}${whose}${on}${spreadInWords(spread?.value)}`;
}

/** "every Monday or Thursday at 09:00", "every year on the lead's birthday". */
export function everyInWords({ unit, on, time, spread }: EveryAst, around: Around): string {
  const hour = time === undefined ? '' : ` at ${clockTime(time.value)}`;
  return `every ${unit.value}${onInWords(on, around)}${hour}${spreadInWords(spread?.value)}`;
}

function onInWords(on: EveryAst['on'], around: Around): string {
  if (on === undefined) return '';
  switch (on.kind) {
    case 'date':
      return ` on the day of ${valueInWords(on.date, around)}`;
    case 'month-day':
      return ` on day ${on.day.value}`;
    case 'weekdays':
      return ` on ${daysInWords(on.weekdays.value)}`;
    default:
      return unreachable(on);
  }
}

function anchorInWords({ anchor, time }: AtAst, around: Around): string {
  switch (anchor.kind) {
    case 'day':
      if (anchor.day.value === 0) return 'on the day of entry';
      return `${lengthInWords({ amount: anchor.day.value, unit: 'd' })} after entry`;
    case 'date': {
      const { date, offset } = anchor;
      const day = valueInWords(date, around);
      if (offset !== undefined) return `${lengthInWords(offset.duration)} ${offset.sign < 0 ? 'before' : 'after'} ${day}`;
      return `on ${day}`;
    }
    case 'next':
      return time === undefined ? 'next' : 'at the next';
    default:
      return unreachable(anchor);
  }
}

function spreadInWords(spread: Parameters<typeof lengthInWords>[0] | undefined): string {
  return spread === undefined ? '' : `, within ${lengthInWords(spread)}`;
}
