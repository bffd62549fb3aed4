import type { Node } from '../../syntax/walk.js';

/** A node that is probably asked about. */
export interface Candidate {
  readonly node: Node;
  /** Why: nodes with the same reason are asked about by the same rules. */
  readonly reason: string;
  /** Of `GROUPS`: what is probably asked. */
  readonly groups: number;
}

interface Use {
  sent: number;
  asked: number;
}

/** How often what was sent for a reason was asked about, in the files of this process so far: which rules are on decides that. */
export type Uses = Map<string, Use>;

/** So many are sent before anything is known of a reason; then one of so many must be asked about. */
const SAMPLE = 200;
const ONE_OF = 5;

/** What goes to the checker before anybody has asked: candidates, but for reasons that came to nothing in other files. */
export class SentAhead {
  readonly #vain: ReadonlySet<string>;
  readonly #open = new Map<Node, Use[]>();

  constructor(private readonly uses: Uses) {
    this.#vain = new Set([...uses].flatMap(([reason, { sent, asked }]) => (sent >= SAMPLE && asked * ONE_OF < sent ? reason : [])));
  }

  /** What to ask of each node. */
  choose(candidates: readonly Candidate[]): ReadonlyMap<Node, number> {
    const chosen = new Map<Node, number>();
    for (const { node, reason, groups } of candidates) {
      if (this.#vain.has(reason)) continue;
      let use = this.uses.get(reason);
      if (!use) this.uses.set(reason, (use = { sent: 0, asked: 0 }));
      use.sent += 1;
      chosen.set(node, (chosen.get(node) ?? 0) | groups);
      const open = this.#open.get(node);
      if (open) open.push(use);
      else this.#open.set(node, [use]);
    }
    return chosen;
  }

  /** Somebody has asked about a node. */
  note(node: Node): void {
    const open = this.#open.get(node);
    if (!open) return;
    for (const use of open) use.asked += 1;
    this.#open.delete(node);
  }
}
