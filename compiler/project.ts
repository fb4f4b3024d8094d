import type { Source } from '../grammar/span.js';

export interface TemplateFiles {
  readonly campaign: string;
  readonly name: string;
  readonly mjml?: Source;
  /** The text part an author wrote; else it is made from the HTML. */
  readonly text?: Source;
}

/** The files of one repository, by what they are for. */
export interface Project {
  readonly workspace?: Source;
  readonly schemas: readonly Source[];
  readonly scorings: readonly Source[];
  readonly campaigns: readonly Source[];
  /** By `campaign/name`. */
  readonly templates: ReadonlyMap<string, TemplateFiles>;
  readonly tests: readonly Source[];
}

const templatePath = /^templates\/([^/]+)\/([^/]+)\.(mjml|txt)$/;

/** Classes files by their paths; a path that means nothing here is left out. Order does not matter. */
export function classify(sources: readonly Source[]): Project {
  const sorted = [...sources].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const workspace = sorted.find(({ path }) => path === 'perennial.yaml');
  return {
    ...(workspace === undefined ? {} : { workspace }),
    schemas: under(sorted, /^schema\/[^/]+\.yaml$/),
    scorings: under(sorted, /^scoring\/[^/]+\.yaml$/),
    campaigns: under(sorted, /^campaigns\/[^/]+\.yaml$/),
    templates: templatesOf(sorted),
    tests: under(sorted, /^tests\/[^/]+\.test\.yaml$/),
  };
}

export function templateKey(campaign: string, name: string): string {
  return `${campaign}/${name}`;
}

function under(sources: readonly Source[], pattern: RegExp): readonly Source[] {
  return sources.filter(({ path }) => pattern.test(path));
}

function templatesOf(sources: readonly Source[]): ReadonlyMap<string, TemplateFiles> {
  const templates = new Map<string, TemplateFiles>();
  for (const source of sources) {
    const [, campaign, name, extension] = templatePath.exec(source.path) ?? [];
    if (campaign === undefined || name === undefined) continue;
    const key = templateKey(campaign, name);
    const known = templates.get(key) ?? { campaign, name };
    templates.set(key, extension === 'mjml' ? { ...known, mjml: source } : { ...known, text: source });
  }
  return templates;
}
