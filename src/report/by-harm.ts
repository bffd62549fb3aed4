import { HARMS } from '../rule/define-rule.js';

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface Result {
  readonly filePath: string;
  readonly messages: readonly Message[];
}

interface Metadata {
  readonly cwd: string;
  readonly rulesMeta: Readonly<Record<string, { readonly docs?: { readonly harm?: string } } | undefined>>;
}

/** An ESLint formatter for people: findings grouped by what they do in production, worst first. */
export default function byHarm(results: readonly Result[], { cwd, rulesMeta }: Metadata): string {
  const findings = results.flatMap(({ filePath, messages }) => messages.map(message => ({ ...message, filePath })));
  const show = ({ filePath, line, column, message, ruleId }: (typeof findings)[number]): string[] => {
    const path = filePath.startsWith(cwd) ? filePath.slice(cwd.length + 1) : filePath;
    return [`  ${path}:${line}:${column}  ${ruleId ?? 'parser'}`, `    ${message}`];
  };
  const lines: string[] = [];
  for (const [harm, effect] of Object.entries(HARMS)) {
    const own = findings.filter(each => each.ruleId !== null && rulesMeta[each.ruleId]?.docs?.harm === harm);
    if (own.length === 0) continue;
    lines.push('', `${harm.toUpperCase()}: ${effect} (${own.length})`);
    lines.push(...own.flatMap(show));
  }
  const others = findings.filter(each => each.ruleId === null || rulesMeta[each.ruleId]?.docs?.harm === undefined);
  if (others.length > 0) lines.push('', `OTHER (${others.length})`);
  lines.push(...others.flatMap(show));
  const files = new Set(findings.map(each => each.filePath)).size;
  lines.push('', `${findings.length} findings in ${files} of ${results.length} files`, '');
  return lines.join('\n');
}
