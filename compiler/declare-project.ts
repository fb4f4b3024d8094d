import type { Checked } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import type { CompilerReport } from './diagnostics/compiler-codes.js';
import { declaredExtensions } from './extensions/declared-extensions.js';
import type { Manifest } from './extensions/manifest.js';
import type { Complete, Declared } from './names/declared.js';
import { declare } from './names/declared.js';
import type { Project } from './project.js';
import { campaignNameOf } from './project.js';
import type { ReadProject } from './read-project.js';

/** Everything that has a name in a repository, with what its plug-ins bring: what `readPlugins` read of them. */
export function declareProject(
  project: Project,
  read: ReadProject,
  plugins: Checked<readonly Manifest[]>,
  report: CompilerReport,
): Declared {
  return declare(
    {
      ...(read.workspace === undefined ? {} : { workspace: read.workspace.ast }),
      schemas: read.schemas.map(({ ast }) => ast),
      campaigns: read.campaigns.map(({ ast }) => ast),
      segments: read.segments.map(({ ast }) => ast),
      lists: read.lists.map(({ ast }) => ast),
      extensions: declaredExtensions(plugins.value),
      templates: project.templates,
      complete: { ...completeness(project, read), extensionsIncomplete: plugins.diagnostics.length > 0 },
    },
    report,
  );
}

function completeness(project: Project, read: ReadProject): Complete {
  const clean = new Set(read.campaigns.flatMap(({ source, clean: whole }) => (whole ? [source.path] : [])));
  const unread = project.campaigns.filter(({ path }) => !clean.has(path));
  return {
    schemaComplete: project.schemas.length > 0 && allClean(project.schemas, read.schemas),
    workspaceClean: read.workspace?.clean ?? false,
    unread: new Set(unread.flatMap(({ path }) => campaignNameOf(path) ?? [])),
    groupsIncomplete: !allClean(project.segments, read.segments) || !allClean(project.lists, read.lists),
  };
}

function allClean(sources: readonly Source[], read: readonly { readonly clean: boolean }[]): boolean {
  return read.length === sources.length && read.every(({ clean }) => clean);
}
