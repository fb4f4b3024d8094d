import type { Source } from '../../grammar/span.js';
import { declareProject } from '../declare-project.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import { readPlugins } from '../extensions/read-plugins.js';
import type { Memory } from '../memory.js';
import { noMemory } from '../memory.js';
import type { Declared } from '../names/declared.js';
import type { Project } from '../project.js';
import { classify } from '../project.js';
import type { ReadProject } from '../read-project.js';
import { readProject } from '../read-project.js';

/** What an editor needs to know of a repository at one moment; files with errors count as far as they can be read. */
export interface Knowledge {
  readonly sources: readonly Source[];
  readonly byPath: ReadonlyMap<string, Source>;
  readonly project: Project;
  readonly read: ReadProject;
  readonly declared: Declared;
}

/** `sources` as for `check`. Says nothing of what is wrong: that is `check`'s to say. Never throws for what an author wrote. */
export function learn(sources: readonly Source[], memory: Memory = noMemory): Knowledge {
  const project = classify(sources);
  const read = readProject(project, memory);
  const plugins = readPlugins(read.workspace?.ast.plugins ?? [], sources);
  const declared = declareProject(project, read, plugins, createCompilerReport());
  return { sources, byPath: new Map(sources.map((source) => [source.path, source])), project, read, declared };
}
