/** How long a lint run waits for the checker, and the checker for the next question, in milliseconds. */
export const bounds = {
  /** For the first answer about a file: its project may have to be loaded. */
  load: 30_000,
  /** For each further answer. */
  answer: 10_000,
  /** A checker holds hundreds of megabytes: an editor that is left alone gives them back. */
  idle: 5 * 60_000,
};
