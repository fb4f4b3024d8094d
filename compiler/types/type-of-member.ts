import type { ExprAst } from '../../grammar/ast/expression.js';
import { partsOf } from '../../grammar/expressions/depth.js';
import { nearest, renameFix } from '../names/nearest.js';
import type { Declared } from '../names/declared.js';
import type { Scope } from './scope.js';
import type { Typed } from './type.js';
import { certain } from './type.js';

type MemberAst = Extract<ExprAst, { kind: 'member' }>;

/** `lead in power-users`: a lead is in a segment, a list or a campaign, or it is not; nothing is unknown. */
export function typeOfMember(member: MemberAst, scope: Scope): Typed {
  if (member.of === 'campaign') checkCampaign(member, scope);
  else checkGroup(member, scope);
  return certain({ kind: 'boolean' });
}

function checkCampaign({ subject, name, span }: MemberAst, { of, declared, report }: Scope): void {
  if (of === 'scoring') {
    report('C3110', span, {
      name: 'in campaign',
      why: 'scoring sees the profile, and the event that gives the points',
      help: 'Ask for an attribute, a segment or a list.',
    });
    return;
  }
  if (subject.value === 'account') {
    const fixes = renameFix(subject.span, 'lead');
    report('C3116', subject.span, { subject: 'account', group: `the campaign "${name.value}"`, holds: 'leads' }, { fixes });
  }
  if (declared.campaigns.has(name.value) || declared.unread.has(name.value)) return;
  const near = nearest(name.value, declared.campaigns.keys());
  report('C2111', name.span, near, { fixes: renameFix(name.span, near.suggestion) });
}

function checkGroup({ subject, name }: MemberAst, scope: Scope): void {
  const { declared, report } = scope;
  const segment = declared.segments.get(name.value);
  const list = declared.lists.get(name.value);
  if (segment === undefined && list === undefined) {
    if (declared.groupsIncomplete === true) return;
    const near = nearest(name.value, [...declared.segments.keys(), ...declared.lists.keys()]);
    const absent = { kind: 'segment', name: name.value } as const;
    report('C2114', name.span, near, { fixes: renameFix(name.span, near.suggestion), absent });
    return;
  }
  const holds = list === undefined || listHolds(list.columns) === 'leads' ? 'leads' : 'accounts';
  const wanted = holds === 'leads' ? 'lead' : 'account';
  if (subject.value !== wanted) {
    const group = `${segment === undefined ? 'the list' : 'the segment'} "${name.value}"`;
    report('C3116', subject.span, { subject: subject.value, group, holds }, { fixes: renameFix(subject.span, wanted) });
  }
  if (scope.of !== 'scoring' || segment === undefined || !looksBeyondProfile(segment.when, declared, new Set())) return;
  report('C3110', name.span, {
    name: name.value,
    why: 'its condition asks for the past or for the score, and scoring sees neither',
    help: 'Name a segment over attributes alone.',
  });
}

/** Addresses and ids are of people, domains of companies (domain.md D-03). */
export function listHolds([first]: readonly string[]): 'leads' | 'accounts' {
  return first === 'domain' ? 'accounts' : 'leads';
}

function looksBeyondProfile(condition: ExprAst, declared: Declared, seen: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case 'history':
    case 'message':
    case 'sequence':
    case 'time-since':
      return true;
    case 'path':
      return condition.root.value === 'score' || condition.root.value === 'rfm';
    case 'member': {
      if (condition.of === 'campaign') return true;
      const segment = declared.segments.get(condition.name.value);
      if (segment === undefined || seen.has(condition.name.value)) return false;
      return looksBeyondProfile(segment.when, declared, new Set([...seen, condition.name.value]));
    }
    default:
      return partsOf(condition).some((part) => looksBeyondProfile(part, declared, seen));
  }
}
