import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isOfOne, mayBeAnything, normalizedLabel } from './label-names.js';
import type { SeriesValue } from './series.js';
import type { UnboundedValue } from './unbounded-values.js';

/** A label, tag or name that has a value of its own again and again. */
export interface UnboundedLabel extends SeriesValue {
  /** What of it is unbounded; `name`: only its label says so. */
  readonly because: UnboundedValue['kind'] | 'name';
  readonly source: UnboundedValue['node'];
  /** Where the fault is: the declaration of a label that no value can fill well, or the value. */
  readonly place: Node;
}

/** No other value would do for such a label: it is the label that has to go. */
const OF_THE_LABEL: readonly UnboundedLabel['because'][] = ['time', 'count', 'id', 'name'];

/** Labels that are unbounded, in source order; `allowed` ones left out, and `more` names believed. */
export function unboundedLabels(file: FileModel, { allowed, more }: { readonly allowed: readonly string[]; readonly more: readonly string[] }): readonly UnboundedLabel[] {
  const known = new Set(allowed.map(normalizedLabel));
  const found = file.seriesValues.flatMap((each): UnboundedLabel[] => {
    const { label, value } = each;
    if (label !== undefined && known.has(normalizedLabel(label))) return [];
    const unbounded = file.unboundedValues.of(value);
    const because = unbounded?.kind ?? (label !== undefined && isOfOne(label, more) && mayBeAnything(value, file) ? 'name' : undefined);
    if (!because) return [];
    return [{ ...each, because, source: unbounded?.node ?? value, place: (OF_THE_LABEL.includes(because) && each.declared) || value }];
  });
  const places = new Set<Node>();
  return found.filter(({ place }) => !places.has(place) && places.add(place)).sort((a, b) => a.place.range[0] - b.place.range[0]);
}
