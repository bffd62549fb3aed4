/** One line of at most `length` characters, of code that a message quotes. */
export function shortText(text: string, length = 40): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** The last line of a callee that may span several: the end says what is called. */
export function shortCallee(callee: string): string {
  const line = callee.split('\n').at(-1)!.trim();
  return line.length > 40 ? `…${line.slice(-30)}` : line;
}
