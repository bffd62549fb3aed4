import { lastName, rootOf } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Owner } from './value-owners.js';

// What names say about parameters and functions. They mostly silence; where one tells a question from a command, there is other proof too.

/** Made to be filled or steered by the function that is given it. Names only silence. */
export const TO_BE_CHANGED = /^_|^(acc(um\w*)?|agg\w*|memo|draft|prev\w*|ret|out\w*|dest\w*|target|to|into|result\w*|output|res|req|request|response|reply|ctx|context|state|store|self|that|me|instance|docs?|document|entit\w+|model|node|el|elem\w*|event|evt|socket|ws|conn\w*|client|stream|builder|buf\w*|job|session|tx|transaction|visited|seen|cache\w*|registry|errors?|err|e|warnings|issues|stack|queue|heap|map|set|lookup|index|scope|env|program|ast|app|server|plugin|config\w*|settings|conf|module|exports|graph|tree|root|cursor|tracker|stats|counters?|metrics|logger|query|qb|where|filters?|headers|params|descriptor|bean|canvas|world|game|player|summary|totals?|rows?)$|([rR]ows?|Acc|Context|Ctx|State|Store|Draft|Builder|Cache|Map|Set|Stack|Queue|Node|Doc|Document|Entity|Model|Errors?|Result|Results|Output|Out|Config|Registry|Session|Query|Target|Bean|Descriptor)$/;
/** A function that is told to change something. */
export const COMMANDS = /^[_#$]*(add|append|apply|assign|attach|augment|inject|insert|push|put|set|unset|fill|populate|hydrate|update|upsert|mutate|modify|change|edit|patch|remove|delete|drop|del|clear|reset|increment|decrement|bump|mark|unmark|flag|toggle|enable|disable|merge|extend|decorate|init|initiali[sz]e|register|unregister|install|bind|visit|walk|traverse|process|handle|on|write|save|store|record|track|log|emit|load|move|swap|shuffle|replace|rename|rewrite|advance|consume|next|take|pop|shift|enqueue|dequeue|schedule|run|exec|execute|start|stop|open|close|perform|complete|finish|commit|lock|unlock|link|unlink|connect|disconnect|join|leave|enter|exit|migrate|upgrade|downgrade|ensure|prune|before|after|pre|post|use|do|try|make|render|draw|play|step|tick|reduce|accumulate|collect|gather|flush|drain|sync|override|configure|setup|wrap|build|mount|transition|enrich|annotate|tag|touch|refresh|adjust|fix|restore|evict|include|associate|inherit|propagate|pass|redact|mask|strip|scrub|order|sort)(?![a-z])|(And|Or)(Insert|Add|Append|Set|Update|Save|Store|Apply|Remove|Delete|Merge|Mark|Assign|Push|Fill|Patch)/;
/** Names of objects of named arguments. */
export const ARGUMENTS = /^(data|input|args|arguments|opts|options|props|params|payload|request|values)$/;
/** A function that is asked for something, or makes something of what it is given. */
export const QUERIES = /^[_#]*(get|with|without|find|list|is|has|can|should|to|as|from|compute|calc|calculate|count|sum|total|average|median|mean|max|min|compare|diff|equals?|format|normali[sz]e|serialize|deserialize|parse|convert|transform|sanitize|validate|check|filter|map|group|sorted|select|pick|omit|clone|copy|resolve|describe|summari[sz]e|stringify|encode|decode|hash|print|coerce|unwrap|prepare|clean|trim|flatten|expand)(?![a-z])/;
/** Give what they have taken out of a list. */
export const TAKING = /^(pop|shift|splice|remove|pullAt)$/;
/** A method that is asked for something that stays. */
export const GETTING = /^[_#]*(get|find|list|peek|first|last|latest|oldest|newest)(?![a-z])/;

/** Whether its name says that a value is there to be filled or changed. */
export function isToBeChanged(target: Node, { name }: Owner): boolean {
  return TO_BE_CHANGED.test(name) || TO_BE_CHANGED.test(lastName(rootOf(target)) ?? '');
}
