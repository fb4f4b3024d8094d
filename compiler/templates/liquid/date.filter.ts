/**
 * `{{ lead.trial_ends_at | date: '%-d %B %Y' }}`: a day in the zone of the data.
 *
 * Liquid's own filter reads the clock for `'now'`, takes numbers as seconds and shifts by the
 * machine's zone. This one takes what a lead has: `YYYY-MM-DD`, ISO 8601, or epoch ms. The zone is
 * the render's `zone`; a plain date has none. Anything else comes back as it was.
 */
export function date(this: { readonly context: object }, value: unknown, format: unknown): unknown {
  const zone = zoneOf(this.context);
  const moment = parse(value);
  if (moment === undefined) return value;
  const parts = partsOf(moment.ms, moment.dateOnly ? 'UTC' : zone);
  const pattern = typeof format === 'string' ? format : '%-d %B %Y';
  return pattern.replace(/%(-?)([A-Za-z%])/g, (whole, flag: string, letter: string) => {
    const text = parts[letter];
    if (text === undefined) return whole;
    return flag === '-' ? text.replace(/^0(?=\d)/, '') : text;
  });
}

function zoneOf(context: object): string {
  const globals: unknown = Reflect.get(context, 'globals');
  if (typeof globals !== 'object' || globals === null) return 'UTC';
  const zone: unknown = Reflect.get(globals, 'zone');
  return typeof zone === 'string' ? zone : 'UTC';
}

function parse(value: unknown): { readonly ms: number; readonly dateOnly: boolean } | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { ms: value, dateOnly: false } : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
  if (match === null) return undefined;
  const dateOnly = value.length === 10;
  // A time without an offset would be read in the machine's zone.
  const ms = Date.parse(dateOnly || match[1] !== undefined ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? undefined : { ms, dateOnly };
}

function partsOf(ms: number, zone: string): Readonly<Record<string, string>> {
  const get = (options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone })
      .formatToParts(ms)
      .find((part) => part.type === type)?.value ?? '';
  const two = (text: string): string => text.padStart(2, '0');
  const year = get({ year: 'numeric' }, 'year');
  const month = two(get({ month: '2-digit' }, 'month'));
  const day = two(get({ day: '2-digit' }, 'day'));
  const hour = two(get({ hour: '2-digit', hourCycle: 'h23' }, 'hour'));
  const minute = two(get({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, 'minute'));
  const noon = Number(hour) % 12 === 0 ? '12' : two(String(Number(hour) % 12));
  return {
    Y: year, m: month, d: day, e: day.replace(/^0/, ''), H: hour, I: noon, M: minute,
    p: Number(hour) < 12 ? 'AM' : 'PM', P: Number(hour) < 12 ? 'am' : 'pm',
    B: get({ month: 'long' }, 'month'), b: get({ month: 'short' }, 'month'),
    A: get({ weekday: 'long' }, 'weekday'), a: get({ weekday: 'short' }, 'weekday'),
    F: `${year}-${month}-${day}`, '%': '%',
  };
}
