import type { MessageBranch } from '../analysis/logs/interpolated-messages.js';
import type { FileModel } from '../analysis/file-model.js';
import type { Node } from '../syntax/nodes.js';

/** Stands for a value that is taken out of a text. */
const VALUE = '\0';
/** Stands for a constant, which stays in it. */
const CONSTANT = '\x01';
const UNITS = '(?:\\s*(?:ms|secs?|seconds?|minutes?|milliseconds?|s|bytes|[KMG]B)\\b|\\s?%)?';
/** What may follow a place or a person that is taken out; before a noun, the preposition stays. */
const VERBS = 'has|have|had|are|were|and|but|or|because|since|due|took|exists?|does|did|cannot|could|will|while|when|if|\\w+ed';
const PREPOSITIONS = 'in|to|for|at|of|from|with|by|on|after|before|is|as|was|than';

/** A message with its values taken out, as source text; undefined where nothing readable is left. */
export function constantMessage({ parts, constants }: MessageBranch, file: FileModel): string | undefined {
  const isConstant = (each: string | Node): each is Node => typeof each !== 'string' && constants.has(each);
  const rest = parts.filter(isConstant);
  const message = withoutValues(parts.map(each => (typeof each === 'string' ? each.replaceAll(/[\0\x01]/g, '') : isConstant(each) ? CONSTANT : VALUE)).join(''));
  // Several lines are laid out for people: a hand finds a better name for that.
  if (!/[a-z]{2}/i.test(message) || /\S.*\n/.test(message)) return undefined;
  if (rest.length === 0) return /['\\]/.test(message) ? JSON.stringify(message) : `'${message}'`;
  const escaped = message.replaceAll(/[`\\]|\$\{/g, '\\$&');
  return `\`${escaped.replaceAll(CONSTANT, () => `\${${file.sourceCode.getText(rest.shift())}}`)}\``;
}

function withoutValues(text: string): string {
  return (
    text
      // What introduces a value goes with it: `id=…`, `(… ms)`, `'…'`, `. Status code: …`, `to …`.
      .replaceAll(new RegExp(`(?:\\b[\\w.-]+\\s*=\\s*)?(['"\`]?)\\0+${UNITS}\\1`, 'g'), VALUE)
      .replaceAll(/[([<{]\s*\0(?:\s*[,/|-]\s*\0)*\s*[)\]>}]/g, VALUE)
      .replaceAll(/([.;,])\s+\w+(?:\s\w+)?\s*:\s*(?=\0)/g, '$1 ')
      .replaceAll(new RegExp(`(?<![\\w.])(?:${PREPOSITIONS})\\s+\\0(?=\\s*(?:$|[^\\sa-z]|(?:${PREPOSITIONS}|${VERBS})\\b))`, 'gi'), VALUE)
      .replaceAll(/\0\s*\.{2,}/g, VALUE)
      .replaceAll(/\s+(?:->|=>|→|-|–|\/)\s+(?=\0)/g, ' ')
      .replaceAll(/(?:[,:;|]?(?:\s+v(?=\0))?\s*\0)+/g, ' ')
      .replaceAll(/[([<{]\s*[)\]>}]/g, ' ')
      .replaceAll(/\s+([,.;:!?)])/g, '$1')
      .replaceAll(/[^\S\n]+/g, ' ')
      .replace(/^[\s:,;|>.-]+/, '')
      .replace(new RegExp(`(?:[\\s:,;=(\\-–—>|]|(?<![\\w.])(?:${PREPOSITIONS}|and|or|via|using|id)(?!\\w))+$`), '')
      .replace(/([:,;])\.$/, '.')
      .trim()
  );
}
