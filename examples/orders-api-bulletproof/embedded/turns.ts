export interface Turns {
  readonly take: (holder: object) => Promise<void>;
  readonly give: (holder: object) => void;
  readonly isHeldBy: (holder: object) => boolean;
  readonly whenFree: () => Promise<void>;
}

/** A lock that the same holder may take again while it holds it. */
export function createTurns(): Turns {
  let current: object | undefined;
  const waiting: { readonly holder: object; readonly start: () => void }[] = [];

  const take = async (holder: object): Promise<void> => {
    if (current === holder) return;
    if (current === undefined) {
      current = holder;
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.push({ holder, start: resolve });
    });
  };
  const give = (holder: object): void => {
    if (current !== holder) return;
    const next = waiting.shift();
    current = next?.holder;
    next?.start();
  };
  return {
    take,
    give,
    isHeldBy: (holder) => current === holder,
    whenFree: async () => {
      const visitor = {};
      await take(visitor);
      give(visitor);
    },
  };
}
