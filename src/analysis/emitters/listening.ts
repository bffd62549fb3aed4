/** The methods of an emitter by which a listener is added that hears each event, or the next one. */
export const LISTENING: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener']);
