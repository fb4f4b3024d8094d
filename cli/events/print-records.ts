import pc from 'picocolors';
import { counted } from '../print/counted.js';
import { printTable } from '../print/table.js';
import type { RecordsReport } from './check-records.js';
import type { Finding } from './tally.js';

export function printRecordsPretty(file: string, report: RecordsReport, color: boolean): string {
  const { red, dim, bold } = pc.createColors(color);
  const { findings } = report;
  const rows = findings.map(({ count, firstLine, ...finding }) => [
    red(`${count}×`),
    dim(`line ${firstLine}`),
    bold(finding.event === '' ? '-' : oneLine(finding.event)),
    sentenceOf(finding),
  ]);
  const columns = [{ title: 'count', align: 'right' }, { title: 'first' }, { title: 'event' }, { title: 'what' }] as const;
  const table = findings.length === 0 ? [] : [printTable(columns, rows), ''];
  return [...table, ...beyond(report), `${file}: ${inWords(report)}`].join('\n');
}

/** One line a finding: `file:line: event: what (count)`. */
export function printRecordsCompact(file: string, { findings, others }: RecordsReport): string {
  const lines = findings.map(({ event, count, firstLine, ...finding }) => {
    const name = event === '' ? '' : `${oneLine(event)}: `;
    return `${file}:${firstLine}: ${name}${sentenceOf(finding)} (${count}×)`;
  });
  return [...lines, ...(others === 0 ? [] : [`${file}: ${others} more of other kinds`])].join('\n');
}

export function printRecordsJson(file: string, report: RecordsReport): string {
  return JSON.stringify({ file, ...report }, null, 2);
}

function sentenceOf({ path, message }: Pick<Finding, 'path' | 'message'>): string {
  return path === '' ? message : `${oneLine(path)} ${message}`;
}

/** Names come from outside: nothing in them moves the cursor. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
}

function beyond({ others }: RecordsReport): readonly string[] {
  return others === 0 ? [] : [`and ${others} more of other kinds`, ''];
}

function inWords({ events, wrong, broken }: RecordsReport): string {
  const unread = broken === 0 ? '' : `; ${counted(broken, 'record')} could not be read`;
  const all = `${counted(events, 'event')} checked`;
  return wrong === 0 ? `${all}${broken === 0 ? ', all as the schema has them' : ''}${unread}.` : `${all}, ${wrong} not as the schema has them${unread}.`;
}
