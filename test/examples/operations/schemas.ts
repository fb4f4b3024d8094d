import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import { projectFile } from '../../docs/fenced-blocks.js';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });
ajv.addSchema(JSON.parse(projectFile('test/examples/operations/schemas.json')), 'schemas');

/** Of the small schemas: what Prometheus, Grafana, Compose and Kubernetes ask of what we use, and nothing they do not know. */
export function validator(name: 'alerts' | 'dashboard' | 'compose' | 'kubernetes'): ValidateFunction {
  const found = ajv.getSchema(`schemas#/$defs/${name}`);
  if (found === undefined) throw new Error(`no schema "${name}"`);
  return found;
}
