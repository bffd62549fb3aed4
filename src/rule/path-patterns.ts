/** Whether a file lies where one of these patterns says: `src/clients/**`, `src/http/*.ts`, `**` for any folders, from any folder on. */
export function isInOneOf(filename: string, patterns: readonly string[]): boolean {
  const path = `/${filename.replaceAll('\\', '/')}`;
  return patterns.some(each => expressionOf(each).test(path));
}

function expressionOf(pattern: string): RegExp {
  const text = pattern
    .replace(/^\.?\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, each => (each === '**/' ? '(?:.*/)?' : each === '**' ? '.*' : each === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`/${text}$`);
}
