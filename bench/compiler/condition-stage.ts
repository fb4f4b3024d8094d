import { Environment } from '@marcbachmann/cel-js';
import jexl from 'jexl';
import { Engine } from 'json-rules-engine';
import { evaluatorOf } from '../../runtime/engine/conditions/condition.js';
import type { Scope } from '../../runtime/engine/conditions/scope.js';
import type { Result } from '../bench.js';
import type { Case } from './condition-cases.js';
import { cases, madeLeads, planOf } from './condition-cases.js';
import { median, rounded, timed } from './rounds.js';

const rounds = 200;
const leads = madeLeads(1_000);
const scopes = leads.map((attributes): Scope & { readonly attributes: (typeof leads)[number] } => ({
  campaign: 'bench',
  attributes: { ...attributes },
  score: { fit: 0, pain: 0 },
  now: 0,
  events: [],
  sends: [],
}));

/** `path op literal`, joined by and/or: our closures, the same by hand, and three engines. */
export async function measureConditions(progress: (line: string) => void): Promise<readonly Result[]> {
  const closures = cases.map((one) => evaluatorOf(planOf(one)));
  let held = 0;
  const byHand = (): void => {
    for (const one of cases) for (const scope of scopes) if (one.byHand(scope)) held += 1;
  };
  const ours = (): void => {
    for (const closure of closures) for (const scope of scopes) if (closure(scope) === true) held += 1;
  };
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < rounds + 20; round += 1) {
    const handMs = await timed(byHand);
    const oursMs = await timed(ours);
    if (round < 20) continue;
    ratios.push(oursMs / handMs);
    times.push(oursMs);
  }
  const nsOf = (ms: number): number => (ms * 1e6) / (cases.length * leads.length);
  const oursNs = nsOf(median(times));
  progress(`condition: ${oursNs.toFixed(1)} ns, ${held} held`);
  const others = [
    { name: 'cel-js', work: celJs() },
    { name: 'json-rules-engine', work: jsonRules() },
    { name: 'jexl', work: jexls() },
  ];
  const results: Result[] = [{ name: 'condition', value: rounded(oursNs), unit: 'ns', ratio: rounded(median(ratios)) }];
  for (const { name, work } of others) {
    await work();
    const ns = nsOf(median([await timed(work), await timed(work), await timed(work)]));
    progress(`condition by ${name}: ${ns.toFixed(0)} ns`);
    results.push({ name: `condition-${name}`, value: rounded(ns), unit: 'ns', ratio: rounded(ns / oursNs) });
  }
  return results;
}

function written({ join, tests }: Case, path: string, joins: { readonly and: string; readonly or: string }): string {
  return tests.map(({ name, operator, literal }) => `${path}${name} ${operator} ${JSON.stringify(literal)}`).join(` ${joins[join]} `);
}

function celJs(): () => Promise<void> {
  const environment = new Environment().registerVariable('lead', 'map');
  // Numbers of JavaScript are doubles to it, and its comparison of a double with an integer throws.
  const source = (one: Case): string => written(one, 'lead.', { and: '&&', or: '||' }).replace(/ (\d+)(?= |$)/g, ' $1.0');
  const programs = cases.map((one) => environment.parse(source(one)));
  return async () => {
    for (const program of programs) {
      for (const lead of leads) {
        try {
          program({ lead });
        } catch {
          // Its way of saying that a value is missing.
        }
      }
    }
  };
}

function jexls(): () => Promise<void> {
  const programs = cases.map((one) => jexl.compile(written(one, '', { and: '&&', or: '||' })));
  return async () => {
    for (const program of programs) for (const lead of leads) program.evalSync({ ...lead });
  };
}

function jsonRules(): () => Promise<void> {
  const names = { '==': 'equal', '!=': 'notEqual', '<': 'lessThan', '>': 'greaterThan', '>=': 'greaterThanInclusive' } as const;
  const engines = cases.map(({ join, tests }) => {
    const conditions = tests.map(({ name, operator, literal }) => ({ fact: name, operator: names[operator], value: literal }));
    const engine = new Engine([], { allowUndefinedFacts: true });
    engine.addRule({ conditions: join === 'and' ? { all: conditions } : { any: conditions }, event: { type: 'held' } });
    return engine;
  });
  return async () => {
    for (const engine of engines) for (const lead of leads) await engine.run({ ...lead });
  };
}
