// Writes what the docs take from the rules' definitions: the header of each page in docs-rules/, and the README's table.
//   node tools/docs.mjs           writes
//   node tools/docs.mjs --check   fails when something would change
// Build first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rules } from '../build/rules/index.js';
import { HARMS, STANDARDS } from '../build/rule/define-rule.js';

const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);
const stale = [];

export function headerOf({ name, description, standard, preset, harm, severity = 'error', suggests, fixes, options, presetOptions, quietIn = ['test', 'config'], references = [] }) {
  const facts = [
    `- Preset: ${preset === 'recommended' ? '`recommended`, `strict`, `all`' : preset === 'strict' ? '`strict`, `all`' : '`all`'}, as \`${severity}\`; and \`${standard}\` (${STANDARDS[standard].toLowerCase()})`,
    `- In production: ${harm}, ${HARMS[harm]}`,
    `- Edits: ${[suggests && 'suggestions', fixes && 'autofix'].filter(Boolean).join(', ') || 'none'}`,
    `- Says nothing in: generated files${quietIn.map(role => `, ${role} files`).join('')}`,
    ...(options ? Object.entries(options.schema).map(([key, schema]) => `- Option \`${key}\` (default \`${JSON.stringify(options.defaults[key])}\`): ${schema.description}`) : []),
    ...(presetOptions?.strict ? [`- Set in \`strict\`, \`all\` and \`${standard}\`: ${Object.entries(presetOptions.strict).map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``).join(', ')}`] : []),
    ...(references.length ? [`- Standards: ${references.join('; ')}`] : []),
  ];
  return `# bulletproof/${name}\n\n> ${description}.\n\n${facts.join('\n')}\n`;
}

function between(text, name, content) {
  const pattern = new RegExp(`(<!-- begin ${name} -->\\n)[\\s\\S]*?(<!-- end ${name} -->)`);
  return pattern.test(text) ? text.replace(pattern, (_, begin, end) => `${begin}${content}${end}`) : undefined;
}

function update(file, name, content) {
  const url = new URL(file, root);
  const before = existsSync(url) ? readFileSync(url, 'utf8') : undefined;
  const after = before === undefined ? undefined : between(before, name, content);
  if (after === undefined) stale.push(`${file} has no "<!-- begin ${name} -->" … "<!-- end ${name} -->"`);
  else if (after !== before) {
    if (check) stale.push(`${file}: ${name} differs from the definitions; run "npm run docs"`);
    else writeFileSync(url, after);
  }
}

const all = Object.values(rules).map(rule => rule.definition);
for (const definition of all) update(`docs-rules/${definition.name}.md`, 'header', headerOf(definition));

const table = Object.entries(STANDARDS)
  .map(([standard, title]) => [title, standard, all.filter(each => each.standard === standard)])
  .filter(([, , list]) => list.length > 0)
  .map(
    ([title, standard, list]) =>
      `### ${title} (\`${standard}\`)\n\n| Rule | What it finds | Preset | In production |\n| --- | --- | --- | --- |\n${list
        .map(each => `| [${each.name}](docs-rules/${each.name}.md) | ${each.description}${each.suggests ? ' 💡' : ''}${each.fixes ? ' 🔧' : ''} | ${each.preset} | ${each.harm} |`)
        .join('\n')}\n`,
  )
  .join('\n');
update('README.md', 'rules', table);

if (stale.length > 0) {
  console.error(stale.join('\n'));
  process.exit(1);
}
console.log(`docs: ${all.length} rules, ${check ? 'all as defined' : 'written'}`);
