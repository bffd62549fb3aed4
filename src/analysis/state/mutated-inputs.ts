import { enclosingFunction, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { majorOf, runsOnNodeBefore } from '../../project/dependency-versions.js';
import type { FileModel } from '../file-model.js';
import { Answers } from './answers.js';
import { ChangedParameters } from './changed-parameters.js';
import { ChangingCalls } from './changing-calls.js';
import { FrozenValues } from './frozen-values.js';
import { HandedOutValues } from './handed-out-values.js';
import { frozenFault, type MutatedInput } from './input-faults.js';
import { inputWrites, type InputWrite } from './input-writes.js';
import { OthersValues } from './others-values.js';
import { PlainData } from './plain-data.js';
import { ReorderedLists } from './reordered-lists.js';

/** Writes to parameters, to parts of them that a copy does not reach, and to what the module keeps for everybody. */
export class MutatedInputs {
  readonly #values: OthersValues;
  readonly #frozenValues: FrozenValues;
  readonly #lists: ReorderedLists;
  readonly #calls: ChangingCalls;
  readonly #parameters: ChangedParameters;
  readonly #handedOut: HandedOutValues;

  constructor(private readonly file: FileModel) {
    const answers = new Answers(file);
    const data = new PlainData(file);
    this.#values = new OthersValues(file);
    this.#frozenValues = new FrozenValues(file);
    this.#lists = new ReorderedLists(file, this.#values, answers, this.#frozenValues);
    this.#calls = new ChangingCalls(file, this.#values, answers, this.#frozenValues, data);
    this.#parameters = new ChangedParameters(file, this.#values, answers, data);
    this.#handedOut = new HandedOutValues(file, answers);
  }

  /** In source order; of several writes to one value in one function the first. */
  get all(): readonly MutatedInput[] {
    if (this.#all) return this.#all;
    const told = new Set<unknown>();
    const found = [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]);
    return (this.#all = found.filter(each => {
      if (each.kind === 'reordered' || each.kind === 'assigned') return true;
      const fault = `${(each.fn ?? enclosingFunction(each.node))?.range[0]} ${each.root}`;
      if (told.has(fault)) return false;
      told.add(fault);
      return true;
    }));
  }
  #all: readonly MutatedInput[] | undefined;

  /** Whether the package runs on a Node.js that has `toSorted` and `toReversed`, as far as it says. */
  get hasToSorted(): boolean {
    return !runsOnNodeBefore(this.file.filename, 20);
  }

  *#find(): Iterable<MutatedInput> {
    const told = new Set<Node>();
    for (const call of this.file.index.all('CallExpression')) {
      const found = this.#lists.of(call) ?? this.#calls.assigned(call) ?? this.#calls.moved(call);
      if (!found) continue;
      told.add(call);
      yield found;
    }
    for (const write of inputWrites(this.file)) {
      const found = told.has(write.node) ? undefined : (this.#frozen(write) ?? this.#lost(write) ?? this.#changed(write));
      if (found) yield found;
    }
  }

  #frozen({ node, target, how }: InputWrite): MutatedInput | undefined {
    // The entries of a frozen Map stay open.
    return how !== 'collection' && this.#frozenValues.isFrozen(target, node) ? frozenFault(node, target, this.file) : undefined;
  }

  /** `req.query.page = 1` with Express 5: the next read parses the address again. */
  #lost({ node, target }: InputWrite): MutatedInput | undefined {
    const value = unwrap(target);
    const found = value.type === 'MemberExpression' ? this.file.origins.readEntryOf(value) : undefined;
    const since = found?.entry.madeAnewSince;
    if (!found || since === undefined || (majorOf(this.file.filename, found.library) ?? 0) < since) return undefined;
    return { ...frozenFault(node, target, this.file), kind: 'lost', source: `${found.library} ${since}` };
  }

  #changed(write: InputWrite): MutatedInput | undefined {
    const owner = this.#values.of(write.target);
    if (owner?.holds !== 'whole') return undefined;
    return owner.copy || owner.fn ? this.#parameters.of(write, owner) : this.#handedOut.of(write, owner);
  }
}
