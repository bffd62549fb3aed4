import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { questionsOf, type Questions } from '../questions.js';
import { diskChanges, isNewer } from './disk-changes.js';
import { UnknownShape, type Change, type NativeApi, type NativeProject, type NativeSnapshot, type NativeSource } from './native-api.js';
import { slashed } from './file-names.js';
import { groupsOf, SourceNodes } from './source-nodes.js';
import { GROUPS, QUESTIONS, type Question, type Request, type Response, type TypeAnswers } from './wire.js';

/** A text in quotes, which is kept, or a comment. */
const COMMENT = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** After a pause this long somebody may have saved other files: an editor, not a run over a project. */
const PAUSE = 1000;

interface Loaded {
  readonly project: NativeProject<object>;
  readonly questions: Questions<object>;
  readonly roots: ReadonlySet<string>;
}

/** Answers questions about files by way of one checker process: which project has a file, which text it has, which types are at its nodes. */
export class Session {
  readonly #nodes: SourceNodes;
  readonly #loaded = new Map<string, Loaded>();
  /** The configuration file of each file that was asked about; null for files of no project. */
  readonly #homes = new Map<string, string | null>();
  /** Files whose text is not the disk's, or was not. */
  readonly #given = new Map<string, { readonly text: string; readonly at: number }>();
  #snapshots: NativeSnapshot[] = [];
  #generation = 0;
  #numbers = new WeakMap<object, { readonly number: number; groups: number }>();
  #types = 0;
  #newRoots: string[] = [];
  #isTroubled = false;
  #asked = Date.now();
  #seen = Date.now();

  constructor(private readonly api: NativeApi) {
    this.#nodes = new SourceNodes(api.kinds);
  }

  answer({ id, file, text, places }: Request): Response {
    if (Date.now() - this.#asked > PAUSE) this.#lookAtDisk();
    const found = this.#open(file, text);
    const roots = this.#newRoots;
    this.#newRoots = [];
    const types = new Int32Array(places.length / 3);
    const answers: TypeAnswers[] = [];
    if (found) {
      const { source, shift, questions } = found;
      const inTable = this.#nodes.find(source.nodes, shift === 0 ? places : places.map((each, i) => (i % 3 === 2 ? each : each + shift)));
      const mapped = inTable.flatMap((place, i) => (place > 0 ? [i] : []));
      const given = mapped.length > 0 ? this.#typesAt(source, mapped.map(i => inTable[i]!)) : [];
      mapped.forEach((i, j) => {
        const type = given[j];
        if (type) types[i] = this.#tell(type, groupsOf(places[i * 3 + 2]!), questions, answers);
      });
    }
    if (this.#isTroubled) {
      this.#isTroubled = false;
      // One question too hard, or is the process gone? Then this throws.
      this.#take({});
    }
    this.#asked = Date.now();
    return { id, generation: this.#generation, types, answers, ...(!found && { outside: true }), ...(roots.length > 0 && { roots }) };
  }

  close(): void {
    this.api.close();
  }

  /** The number of a type; what was not yet said about it is added to the answers. */
  #tell(type: object, groups: number, questions: Questions<object>, answers: TypeAnswers[]): number {
    let known = this.#numbers.get(type);
    if (!known) this.#numbers.set(type, (known = { number: (this.#types += 1), groups: 0 }));
    const missing = groups & ~known.groups;
    if (missing === 0) return known.number;
    known.groups |= missing;
    let bits = 0;
    for (const [question, { shift, group }] of Object.entries(QUESTIONS) as [Question, (typeof QUESTIONS)[Question]][]) {
      if (!(missing & group)) continue;
      const answer = this.#safely(() => questions[question](type));
      bits |= (answer === undefined ? 0 : answer ? 2 : 1) << shift;
    }
    const declared = missing & GROUPS.declared ? this.#safely(() => questions.declaredBy(type)) : undefined;
    answers.push({ type: known.number, groups: missing, bits, ...(declared && { declared }) });
    return known.number;
  }

  /** The file in its project, with the text that is asked about; undefined where no project has it. */
  #open(file: string, text: string): { readonly source: NativeSource<object>; readonly shift: number; readonly questions: Questions<object> } | undefined {
    const loaded = this.#homeOf(file);
    const source = loaded && this.#safely(() => loaded.project.source(file));
    if (!source) return undefined;
    const { questions } = loaded;
    if (source.text === text) return { source, shift: 0, questions };
    // ESLint takes the byte order mark away.
    if (source.text.length === text.length + 1 && source.text.charCodeAt(0) === 0xfeff && source.text.endsWith(text)) return { source, shift: 1, questions };
    this.#given.set(file, { text, at: Date.now() });
    this.#change({ text: { file, text } });
    const renewed = this.#homeOf(file);
    const other = renewed && this.#safely(() => renewed.project.source(file));
    return renewed && other?.text === text ? { source: other, shift: 0, questions: renewed.questions } : undefined;
  }

  /**
   * The project of a file: of the nearest configuration that has it, by itself or by a reference, as TypeScript's server looks for it.
   * (That its own `openFiles` does: in 7.0 it finds none where the nearest one leaves the file out, and 7.1's preview crashes.)
   */
  #homeOf(file: string): Loaded | undefined {
    const home = this.#homes.get(file);
    if (home !== undefined) return home === null ? undefined : this.#load(home);
    for (const configFile of configsAbove(dirname(file))) {
      const found = this.#owner(configFile, file, new Set());
      if (!found) continue;
      this.#homes.set(file, found.project.configFile);
      return found;
    }
    this.#homes.set(file, null);
    return undefined;
  }

  #owner(configFile: string, file: string, seen: Set<string>): Loaded | undefined {
    if (seen.has(configFile)) return undefined;
    seen.add(configFile);
    const loaded = this.#load(configFile);
    if (loaded && (loaded.roots.has(file) || this.#safely(() => loaded.project.source(file)))) return loaded;
    for (const each of referencesOf(configFile)) {
      const found = this.#owner(each, file, seen);
      if (found) return found;
    }
    return undefined;
  }

  #load(configFile: string): Loaded | undefined {
    const loaded = this.#loaded.get(configFile);
    if (loaded) return loaded;
    // A missing one would be asked for in each snapshot from now on, and 7.0 gives none then.
    if (!existsSync(configFile)) return undefined;
    const project = this.#snapshots.at(-1)?.project(configFile) ?? this.#safely(() => this.#take({ project: configFile }).project(configFile));
    return project && this.#keep(project);
  }

  #keep(project: NativeProject<object>): Loaded {
    const loaded = { project, questions: questionsOf(project.checker), roots: new Set(project.roots) };
    this.#loaded.set(project.configFile, loaded);
    this.#newRoots.push(...project.roots);
    return loaded;
  }

  /** Projects that are loaded stay as they are: what is known of their types stays true. */
  #take(change: Change): NativeSnapshot {
    const snapshot = this.api.snapshot(change);
    this.#snapshots.push(snapshot);
    return snapshot;
  }

  /** Another text: nothing that was known of types stays true. */
  #change(change: Change): void {
    const before = this.#snapshots;
    this.#snapshots = [];
    this.#take(change);
    for (const each of before) each.dispose();
    this.#loaded.clear();
    this.#numbers = new WeakMap();
    this.#types = 0;
    this.#generation += 1;
  }

  /** One round trip; where the checker fails on one of the nodes, one for each. */
  #typesAt(source: NativeSource<object>, places: readonly number[]): readonly (object | undefined)[] {
    return this.#safely(() => source.typesAt(places)) ?? places.map(each => this.#safely(() => source.typesAt([each])[0]));
  }

  /** The checker fails on some types: as if there were none. */
  #safely<Answer>(ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (error) {
      if (error instanceof UnknownShape) throw error;
      this.#isTroubled = true;
      return undefined;
    }
  }

  #lookAtDisk(): void {
    const since = this.#seen;
    this.#seen = Date.now();
    const projects = new Set(this.#homes.values());
    // Whatever has no project may have one now, and the other way round.
    this.#homes.clear();
    for (const configFile of projects) {
      const loaded = configFile === null ? undefined : this.#load(configFile);
      const disk = loaded && diskChanges(loaded.project, since);
      if (!disk) continue;
      this.#change({ disk });
      // What an editor had not saved, and what was saved since.
      for (const file of disk.changed) {
        const given = this.#given.get(file);
        const saved = given && isNewer(file, given.at) ? readText(file) : undefined;
        if (saved === undefined || saved === given?.text) continue;
        this.#given.delete(file);
        this.#change({ text: { file, text: saved } });
      }
    }
  }
}

/** The configuration files above a file, the nearest first. */
function configsAbove(folder: string): string[] {
  const found: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const name = ['tsconfig.json', 'jsconfig.json'].find(each => existsSync(join(current, each)));
    if (name !== undefined) found.push(slashed(join(current, name)));
    if (dirname(current) === current) return found;
  }
}

/** The projects that a configuration refers to. */
function referencesOf(configFile: string): string[] {
  const text = readText(configFile);
  if (text === undefined || !text.includes('"references"')) return [];
  try {
    // Comments and trailing commas are allowed there.
    const { references } = JSON.parse(text.replace(COMMENT, (_, kept: string | undefined) => kept ?? '').replace(/,(?=\s*[\]}])/g, '')) as { readonly references?: readonly { readonly path?: unknown }[] };
    return (references ?? []).flatMap(({ path }) => (typeof path === 'string' ? [slashed(resolve(dirname(configFile), path, path.endsWith('.json') ? '' : 'tsconfig.json'))] : []));
  } catch {
    return [];
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
