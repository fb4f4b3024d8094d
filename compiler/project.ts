import type { Source } from '../grammar/span.js';
import type { Before } from './memory.js';
import type { Alternative } from './templates/files/template-name.js';
import { alternativeName, readTemplateName } from './templates/files/template-name.js';

/** One message in one wording: what an author wrote of it. */
export interface MessageFiles {
  readonly mjml?: Source;
  /** The text part an author wrote; else it is made from the HTML. */
  readonly text?: Source;
}

export interface AlternativeFiles extends MessageFiles {
  /** At least one of its parts is there. */
  readonly of: Alternative;
}

/** A template: its default, and the files that replace it for some. */
export interface TemplateFiles extends MessageFiles {
  readonly campaign: string;
  readonly name: string;
  /** In the order of their names. */
  readonly alternatives: readonly AlternativeFiles[];
  /** Files whose names cannot be read, or say what another one says already. */
  readonly refused: readonly RefusedFile[];
}

export interface RefusedFile {
  readonly source: Source;
  readonly because: string;
  readonly help: string;
}

/** The files of one repository, by what they are for. */
export interface Project {
  readonly workspace?: Source;
  readonly schemas: readonly Source[];
  readonly scorings: readonly Source[];
  readonly campaigns: readonly Source[];
  readonly segments: readonly Source[];
  readonly lists: readonly Source[];
  /** By `campaign/name`. */
  readonly templates: ReadonlyMap<string, TemplateFiles>;
  readonly tests: readonly Source[];
  /** Files in the textual surface beside one in YAML of the same name: left out of all lists above. */
  readonly twins: readonly Twin[];
}

export interface Twin {
  readonly yaml: Source;
  readonly text: Source;
}

const templatePath = /^templates\/([^/]+)\/([^/]+)\.(mjml|txt)$/;

/**
 * Classes files by their paths; a path that means nothing here is left out. Order does not matter.
 *
 * With what the same paths were classed to before, only the texts are new; what has none is the very same.
 */
export function classify(sources: readonly Source[], before?: Before<Project>): Project {
  const renewed = before === undefined ? undefined : renewedAmong(before.sources, sources);
  return before === undefined || renewed === undefined ? classified(sources) : withTexts(before.value, renewed);
}

function classified(sources: readonly Source[]): Project {
  const all = [...sources].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const twins = twinsAmong(all);
  const left = new Set(twins.map(({ text }) => text.path));
  const sorted = all.filter(({ path }) => !left.has(path));
  const workspace = sorted.find(({ path }) => path === 'perennial.yaml');
  return {
    ...(workspace === undefined ? {} : { workspace }),
    schemas: under(sorted, /^schema\/[^/]+\.yaml$/),
    scorings: under(sorted, /^scoring\/[^/]+\.(yaml|scoring)$/),
    campaigns: under(sorted, campaignPath),
    segments: under(sorted, /^segments\/[^/]+\.(yaml|segments)$/),
    lists: under(sorted, /^lists\/[^/]+\.csv$/),
    templates: templatesOf(sorted),
    tests: under(sorted, /^tests\/[^/]+\.(test\.yaml|tests)$/),
    twins,
  };
}

/** Files by their paths. */
type Renewed = ReadonlyMap<string, Source>;

/** The files whose text is another one now; undefined where there are other paths. */
function renewedAmong(before: readonly Source[], sources: readonly Source[]): Renewed | undefined {
  const renewed = new Map<string, Source>();
  if (before.length !== sources.length) return undefined;
  for (const [index, now] of sources.entries()) {
    const was = before[index];
    if (was?.path !== now.path) return undefined;
    if (was.text !== now.text) renewed.set(now.path, now);
  }
  return renewed;
}

function withTexts(project: Project, renewed: Renewed): Project {
  if (renewed.size === 0) return project;
  const now = (source: Source): Source => renewed.get(source.path) ?? source;
  const all = (sources: readonly Source[]): readonly Source[] =>
    sources.some(({ path }) => renewed.has(path)) ? sources.map(now) : sources;
  const { workspace, schemas, scorings, campaigns, segments, lists, templates, tests, twins } = project;
  return {
    ...(workspace === undefined ? {} : { workspace: now(workspace) }),
    schemas: all(schemas),
    scorings: all(scorings),
    campaigns: all(campaigns),
    segments: all(segments),
    lists: all(lists),
    templates: renewedTemplates(templates, now, renewed),
    tests: all(tests),
    twins: twins.map(({ yaml, text }) => ({ yaml: now(yaml), text: now(text) })),
  };
}

function renewedTemplates(
  templates: ReadonlyMap<string, TemplateFiles>,
  now: (source: Source) => Source,
  renewed: Renewed,
): ReadonlyMap<string, TemplateFiles> {
  const keys = new Set([...renewed.keys()].flatMap((path) => keyOf(path) ?? []));
  if (keys.size === 0) return templates;
  const all = new Map(templates);
  for (const key of keys) {
    const files = templates.get(key);
    if (files !== undefined) all.set(key, withWordings(files, now));
  }
  return all;
}

function withWordings(files: TemplateFiles, now: (source: Source) => Source): TemplateFiles {
  const parts = ({ mjml, text }: MessageFiles): MessageFiles => ({
    ...(mjml === undefined ? {} : { mjml: now(mjml) }),
    ...(text === undefined ? {} : { text: now(text) }),
  });
  return {
    ...files,
    ...parts(files),
    alternatives: files.alternatives.map((one) => ({ ...one, ...parts(one) })),
    refused: files.refused.map((one) => ({ ...one, source: now(one.source) })),
  };
}

/** Which of two files counts nobody could know, so the one in YAML does until one of them is removed. */
function twinsAmong(sources: readonly Source[]): readonly Twin[] {
  const yamls = new Map(sources.map((source) => [source.path, source]));
  return sources.flatMap((text) => {
    const [, stem, ending] = /^((?:campaigns|segments|scoring|tests)\/[^/]+)\.(campaign|segments|scoring|tests)$/.exec(text.path) ?? [];
    if (stem === undefined) return [];
    const yaml = yamls.get(`${stem}.${ending === 'tests' ? 'test.yaml' : 'yaml'}`);
    return yaml === undefined ? [] : [{ yaml, text }];
  });
}

const campaignPath = /^campaigns\/([^/]+)\.(yaml|campaign)$/;

/** What the name of a campaign's file says that the campaign is called. */
export function campaignNameOf(path: string): string | undefined {
  return campaignPath.exec(path)?.[1];
}

export function templateKey(campaign: string, name: string): string {
  return `${campaign}/${name}`;
}

function under(sources: readonly Source[], pattern: RegExp): readonly Source[] {
  return sources.filter(({ path }) => pattern.test(path));
}

interface TemplatePath {
  readonly campaign: string;
  readonly file: string;
  readonly type: 'mjml' | 'txt';
}

function readTemplatePath(path: string): TemplatePath | undefined {
  const [, campaign, file, extension] = templatePath.exec(path) ?? [];
  return campaign === undefined || file === undefined ? undefined : { campaign, file, type: extension === 'mjml' ? 'mjml' : 'txt' };
}

function keyOf(path: string): string | undefined {
  const read = readTemplatePath(path);
  return read === undefined ? undefined : templateKey(read.campaign, readTemplateName(read.file, read.type).name);
}

function templatesOf(sources: readonly Source[]): ReadonlyMap<string, TemplateFiles> {
  const templates = new Map<string, TemplateFiles>();
  for (const source of sources) {
    const read = readTemplatePath(source.path);
    if (read === undefined) continue;
    const { campaign, type } = read;
    const { name, alternative, problem } = readTemplateName(read.file, type);
    const key = templateKey(campaign, name);
    const known = templates.get(key) ?? { campaign, name, alternatives: [], refused: [] };
    templates.set(
      key,
      problem === undefined
        ? withFile(known, alternative, type === 'mjml' ? 'mjml' : 'text', source)
        : { ...known, refused: [...known.refused, { source, ...problem }] },
    );
  }
  return templates;
}

function withFile(files: TemplateFiles, of: Alternative, part: keyof MessageFiles, source: Source): TemplateFiles {
  if (Object.keys(of).length === 0) return { ...files, [part]: source };
  const wanted = alternativeName('', of);
  const same = files.alternatives.find((one) => alternativeName('', one.of) === wanted);
  const taken = same?.[part];
  if (taken !== undefined) {
    // `hello.de.vip.mjml` beside `hello.vip.de.mjml`.
    const refused = { source, because: `says the same as ${taken.path}`, help: 'Remove one of the two.' };
    return { ...files, refused: [...files.refused, refused] };
  }
  const others = files.alternatives.filter((one) => one !== same);
  return { ...files, alternatives: [...others, { ...same, of, [part]: source }] };
}
