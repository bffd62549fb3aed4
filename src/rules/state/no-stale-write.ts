import { defineRule, type Fix } from '../../rule/define-rule.js';
import { waitBefore } from '../../rule/wait-before.js';

/** Where the store has no operator for what is computed. */
const IN_LIST = 'change the list in the update itself, or give each element a row of its own';
const IN_COLUMN = 'in one update, from the column itself, or have the update refuse a row that has changed (a version column)';

export default defineRule({
  name: 'no-stale-write',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow writing to shared state what a wait has made out of date',
  references: ['https://eslint.org/docs/latest/rules/require-atomic-updates', 'CWE-362', 'CWE-367'],
  messages: {
    added: '`{{place}}` is read before this wait and written after it, so what others add meanwhile is lost. Wait first, then change it in one step: `const value = await …; {{place}} {{operator}} value`.',
    lost: 'This value is made of `{{place}}` as it was in line {{line}}, before a wait, so what others have written meanwhile is lost. Read `{{place}}` again behind the last `await`, in the statement that writes it, or let one caller in at a time with a mutex.',
    unchecked: '`{{place}}` was compared in line {{line}}, before a wait, so callers that come at the same time all pass, and together they go beyond the bound. Change it before the first `await` and take that back in a `catch`, or let one caller in at a time with a mutex.',
    opened: 'Until this wait is over `{{place}}` looks empty, so callers that come meanwhile each open their own, and all but the last are never closed. Keep the promise there instead of its result ({{form}}), and empty the place again when it rejects.',
    repeated: 'Until this wait is over `{{place}}` looks empty, so callers that come meanwhile each do the same work again. Keep the promise there instead of its result ({{form}}), and empty the place again when it rejects.',
    late: '`{{place}}` keeps this promise so that the work runs once, but callers that come during the wait before it find nothing and start it again. Store it before the first `await`: `{{place}} ??= …` with one async function that does the whole work, the awaited part included.',
    joined: 'Until this call is over `{{place}}` looks empty, so callers that come meanwhile each do the same work again. Keep the promise of the call for them (`await (this.running ??= {{call}}.finally(() => { this.running = undefined; }))`).',
    halfMade: '`{{place}}` is found here by other callers before `{{step}}` has made it ready, so they use it half made, and keep it so when that fails. Make it ready in a local constant first, and keep the promise of that in `{{place}}` (`??=`), emptied again when it rejects.',
    made: 'Another caller may make this directory after the look in line {{line}}, and then this call fails with EEXIST. Write `mkdir(…, { recursive: true })` and leave the look out: it succeeds where the directory is there.',
    index: 'This index was found in line {{line}}, before a wait, so when others change `{{place}}` meanwhile it is another element that is written or removed here. Search behind the last `await`, or keep the elements in a `Map` by their id.',
    emptied: '`{{place}}` was handed over in line {{line}}, before a wait, so what is added meanwhile is thrown away here unseen. Take it over first (`const batch = {{place}};` and empty `{{place}}` at once), and put the batch back if the work fails.',
    marked: '`{{place}}` is set when the work is done, so callers that come while it goes on do it a second time. Keep the promise of the work (`running ??= work()`) and give it to those who come meanwhile, or set `{{place}}` before the first `await` and take it back in a `catch`.',
    column: '`{{what}}` is computed here from the row that was read in line {{line}}, so of two callers at once the second overwrites what the first has written. Let the database compute it: {{write}}.',
    saved: '`{{what}}` is computed here from what was loaded in line {{line}}, so of two callers at once the second overwrites what the first has saved. Let the database compute it, with an update that adds to the column, or have the save refuse a row that has changed (a version column).',
    transacted: '`{{what}}` is computed here from the row that was read in line {{line}}, and a transaction at this level lets another read the same row before it is written, so the second overwrites the first. Let the database compute it{{write}}, or lock the row where it is read (`FOR UPDATE`).',
    bound: '`{{what}}` was compared in line {{line}} as it was read, so of two callers at once both pass, and together they go beyond the bound. Put the comparison into the condition of this update, and refuse where it has changed no row.',
    count: 'Rows of `{{what}}` were counted in line {{line}}, so of two callers at once both find room, and together they go beyond the limit. Count and add in one transaction that locks what the limit belongs to (`FOR UPDATE` on its owner, or `Serializable`), or keep the number in a column of the owner and raise it with a condition.',
    limit: 'The number of {{what}} was compared in line {{line}} as it was read, so of two callers at once both pass, and together they go beyond the limit. Change it first, compare what `{{write}}` gives back, and take it back where that is too much.',
    claimed: 'Of two callers at once, both find nothing under {{what}} in line {{line}}, and both go on. Claim the key in one step (`SET key value NX`), and go on only where that has set it.',
    key: 'This value is made of what was read of {{what}} in line {{line}}, so of two callers at once the second overwrites what the first has stored. Use a command that changes it in one step (`INCR`, `HINCRBY`, `RPUSH`, a Lua script), or hold a lock from the read to the write.',
    file: 'This text is made of what was read of {{what}} in line {{line}}, so of two requests at once the second overwrites what the first has written. Let one in at a time with a mutex from the read to the write, or keep the data in a database.',
    recursive: 'Let it succeed where the directory is there.',
    waitFirst: 'Wait first, then change `{{place}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { write, read, kind, what, instead, change, isTransacted } of file.staleStores.all) {
      const line = String(read.loc.start.line);
      if (isTransacted && kind !== 'bound' && kind !== 'count') {
        report(write, 'transacted', { data: { what, line, write: instead === undefined ? '' : ` (\`${instead}\`)` } });
        continue;
      }
      if (kind === 'column') report(write, 'column', { data: { what, line, write: instead !== undefined ? `\`${instead}\`` : change === 'append' || change === 'list' ? IN_LIST : IN_COLUMN } });
      else if (kind === 'limit') report(write, 'limit', { data: { what: `\`${what}\``, line, write: instead ?? 'INCR' } });
      else report(write, kind, { data: { what: kind === 'saved' || kind === 'bound' || kind === 'count' ? what : `\`${what}\``, line } });
    }
    for (const { write, read, kind, place } of file.staleLists.all) report(write, kind, { data: { place, line: String(read.loc.start.line) } });
    for (const { write, place, step } of file.halfMadeObjects.all) report(write, 'halfMade', { data: { place, step: file.sourceCode.getText(step) } });
    for (const { call, read } of file.stalePaths) {
      const [path, options] = call.arguments;
      const fix: Fix | undefined = path && !options ? fixer => fixer.insertTextAfter(path, ', { recursive: true }') : undefined;
      report(call, 'made', { data: { line: String(read.loc.start.line) }, suggest: [fix && ({ messageId: 'recursive', fix } as const)] });
    }
    // Data of one request that all requests share is told as such.
    const told = new Set(file.mutations.shared.flatMap(each => (each.how === 'overwrites' ? [each.node] : [])));
    for (const { write, read, place, kind, harm, isMark } of file.staleWrites.all) {
      if (told.has(write)) continue;
      const line = String(read.loc.start.line);
      const fix = kind === 'lost' ? waitBefore(write, file) : undefined;
      const suggest = [fix && ({ messageId: 'waitFirst', data: { place }, fix } as const)];
      if (write.type === 'CallExpression' && harm && write.parent.type === 'AwaitExpression') report(write, 'joined', { data: { place, call: file.sourceCode.getText(write) } });
      else if (kind === 'late') report(write, 'late', { data: { place } });
      else if (kind === 'unchecked') report(write, 'unchecked', { data: { place, line } });
      else if (kind === 'lost' && write.type === 'AssignmentExpression' && write.operator !== '=') report(write, 'added', { data: { place, operator: write.operator }, suggest });
      else if (kind === 'lost' && write.parent?.type === 'AwaitExpression') report(write, 'key', { data: { what: `\`${place}\``, line } });
      else if (kind === 'lost') report(write, 'lost', { data: { place, line }, suggest });
      else if (isMark) report(write, 'marked', { data: { place } });
      else report(write, harm === 'leak' ? 'opened' : 'repeated', { data: { place, form: write.type === 'AssignmentExpression' ? `\`${place} ??= …\` with no \`await\`` : `\`${place}.set(key, promise)\` before the first \`await\`` } });
    }
  },
});
