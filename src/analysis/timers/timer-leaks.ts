import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { EndedOwners } from './ended-owners.js';
import { forgotten, overwritten } from './forgotten-handles.js';
import type { Occasion } from './occasions.js';
import type { Harm } from './timer-callbacks.js';
import { exitOf } from './timer-exits.js';
import { TimerHandles, type Timer } from './timer-handles.js';
import { isLeftBySettler, isUnclearedLimit, occasionWithoutEnd, settlesWithout } from './unended-intervals.js';
import { leftWatchdog } from './watchdogs.js';
import { isBrowserCode } from '../waits/browser-code.js';

/** A timer that goes on when what it was set for is over. */
export type TimerLeak = { readonly timer: Timer } & (
  /** Started for each occasion, and never cleared; or kept where the next one replaces it. */
  | { readonly kind: 'unended' | 'overwritten'; readonly unit: Occasion['unit'] }
  /** Its handle is set to nothing. */
  | { readonly kind: 'forgotten'; readonly node: Node }
  /** It limits a promise, and nothing clears it when that is settled before. */
  | { readonly kind: 'limit' }
  /** The promise for which it runs is settled at `node` without it. */
  | { readonly kind: 'settled'; readonly node: Node }
  /** A way out of the function that does not clear it. */
  | { readonly kind: 'throw' | 'return'; readonly node: Node; readonly harm: Harm | undefined; readonly clears: readonly Node[] }
  /** What ends its object does not clear it. */
  | { readonly kind: 'ended'; readonly by: string }
  /** It starts `starts` again after the end of its object. */
  | { readonly kind: 'late'; readonly by: string; readonly starts: string }
  /** It watches work done by events, and goes on after `event`. */
  | { readonly kind: 'rearmed' | 'event'; readonly event: string; readonly harm: Harm }
);

/** In source order of the timers, one for each; those of a race are told of as such. */
export function timerLeaks(file: FileModel): readonly TimerLeak[] {
  const handles = new TimerHandles(file);
  if (handles.all.length === 0 || isBrowserCode(file)) return [];
  const owners = new EndedOwners(file);
  const lost = forgotten(handles.all, file);
  const found: TimerLeak[] = [];
  for (const timer of handles.all) {
    if (file.raceTimers.some(each => each.node === timer.node)) continue;
    const leak = leakOf(timer);
    if (leak) found.push(leak);
  }
  for (const { node, timer } of lost) found.push({ kind: 'forgotten', node, timer });
  return found;

  function leakOf(timer: Timer): TimerLeak | undefined {
    const occasion = occasionWithoutEnd(timer, file);
    if (occasion) return { kind: 'unended', timer, unit: occasion.unit };
    const replaced = overwritten(timer, file);
    if (replaced) return { kind: 'overwritten', timer, unit: replaced.unit };
    const settles = settlesWithout(timer, file);
    if (settles) return { kind: 'settled', timer, node: settles };
    const exit = exitOf(timer, file);
    if (exit) return { timer, ...exit };
    if (isUnclearedLimit(timer, file) || isLeftBySettler(timer, file)) return { kind: 'limit', timer };
    // Where its handle is thrown away is where it is told of.
    const end = lost.some(each => each.timer === timer) ? undefined : owners.endWithout(timer);
    if (end) return { kind: 'ended', timer, by: end.name };
    const late = owners.lateStartOf(timer, handles.all);
    if (late) return { kind: 'late', timer, by: late.end.name, starts: late.starts };
    const watchdog = leftWatchdog(timer, file);
    return watchdog && { kind: watchdog.kind, timer, event: watchdog.event, harm: watchdog.harm };
  }
}
