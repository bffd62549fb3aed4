const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The shortest time between two runs of a cron expression, in milliseconds; an hour for everything that leaves the
 * minute alone. `undefined` for what is no cron expression (dates, `@reboot`).
 */
export function cronPeriod(expression: string): number | undefined {
  if (expression.startsWith('@')) return /^@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)$/.test(expression) ? HOUR : undefined;
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return undefined;
  if (!fields.every(each => /^[\d*,/?\-A-Za-z#~]+$/.test(each))) return undefined;
  const [seconds, minutes] = fields.length === 6 ? [fields[0]!, fields[1]!] : ['0', fields[0]!];
  return gapIn(seconds, SECOND) ?? gapIn(minutes, MINUTE) ?? HOUR;
}

/** The members of an enumeration of cron expressions that say their period: `EVERY_5_MINUTES`, `EVERY_SECOND`. */
export function namedPeriod(name: string): number | undefined {
  const match = /^EVERY_(?:(\d+)_)?(SECOND|MINUTE|HOUR)S?$/.exec(name);
  if (!match) return undefined;
  const unit = { SECOND, MINUTE, HOUR }[match[2]!];
  return unit === undefined ? undefined : unit * Number(match[1] ?? 1);
}

/** The shortest gap between two values of a field; undefined where it has one value only. */
function gapIn(field: string, unit: number): number | undefined {
  const step = /\/(\d+)$/.exec(field);
  if (step && !field.includes(',')) return Number(step[1]) >= 60 ? undefined : Number(step[1]) * unit;
  if (field === '*') return unit;
  if (/^\d+-\d+$/.test(field)) return unit;
  const values = field.split(',').map(Number).filter(each => !Number.isNaN(each)).sort((a, b) => a - b);
  if (values.length < 2) return undefined;
  const gaps = values.map((each, i) => (i === 0 ? each + 60 - values.at(-1)! : each - values[i - 1]!));
  return Math.min(...gaps) * unit;
}
