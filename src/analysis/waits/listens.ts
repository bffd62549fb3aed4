/** The methods of an emitter that add a listener. */
export const LISTENS: readonly string[] = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
