/** One line of at most `length` characters, of code that a message quotes. */
export function shortText(text: string, length = 40): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
