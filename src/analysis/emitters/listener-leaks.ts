import type { FileModel } from '../file-model.js';
import { AbortListeners, type AbortListener } from './abort-listeners.js';
import { EmitterPlaces } from './emitter-places.js';
import { LeakedListeners, type LeakedListener } from './leaked-listeners.js';
import { lostRemovals, type LostRemoval } from './lost-removals.js';

/** The ways in which listeners pile up. */
export class ListenerLeaks {
  readonly #places: EmitterPlaces;

  constructor(private readonly file: FileModel) {
    this.#places = new EmitterPlaces(file);
  }

  /** Listeners that are added again and again to emitters that live on. */
  get added(): readonly LeakedListener[] {
    return (this.#added ??= new LeakedListeners(this.file, this.#places).all);
  }
  #added: readonly LeakedListener[] | undefined;

  /** Listeners that wait for the end of a signal when their call is over. */
  get abort(): readonly AbortListener[] {
    return (this.#abort ??= new AbortListeners(this.file, this.#places).all);
  }
  #abort: readonly AbortListener[] | undefined;

  /** Removals that are given a function which was never added. */
  get lostRemovals(): readonly LostRemoval[] {
    return (this.#lost ??= lostRemovals(this.file, this.#places));
  }
  #lost: readonly LostRemoval[] | undefined;
}
