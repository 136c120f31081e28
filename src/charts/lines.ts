import type { RunState } from '../protocol';
import { groupSeeds, type Line, lineOf, type Seed } from './aggregate';
import type { Extent, LineKind, LineSpec } from './chart-spec';
import { type Curve, decimate, type Point } from './decimate';
import type { ComparedColor } from './line-color';
import { COLUMN, type Rows } from './rows';
import { variantTitle } from './variant';

/** The cached part of a line, valid until its seeds grow. */
interface Still {
  /** All values, for the readout. */
  readonly line: Line;
  readonly points: readonly Point[];
  /** Mean minus and plus one standard deviation, or one standard error of the mean. */
  readonly band?: { readonly lower: readonly Point[]; readonly upper: readonly Point[] };
}

/** A line ready to be drawn. */
export interface DrawnLine extends Still {
  readonly spec: LineSpec;
  readonly kind: LineKind;
  /** Of one of several lines of a kind; left out: that of the kind. */
  readonly color?: ComparedColor;
  /** Name of the variant, or of the compared run. */
  readonly owner: string;
  /** Seeds drawn individually, which are not in the mean. */
  readonly others: readonly (readonly Point[])[];
}

/** As in `dropout test`. */
export const lineName = ({ owner, spec }: DrawnLine): string => `${owner} ${spec.title}`;

/** The area for a line: its epochs, and its width in pixels. */
export interface Room {
  readonly x: Extent;
  readonly columns: number;
}

/** Caches the lines of a chart, so that means over many long seeds are not recomputed. */
export class LineCache {
  readonly #known = new Map<string, { readonly stamp: string; readonly still: Still }>();

  get(id: string, stamp: string, make: () => Still): Still {
    const known = this.#known.get(id);
    if (known?.stamp === stamp) return known.still;
    const still = make();
    this.#known.set(id, { stamp, still });
    return still;
  }
}

/** Draws one line of a run; undefined if it has no values. */
export function drawLine(
  spec: LineSpec,
  run: RunState,
  series: ReadonlyMap<string, Rows>,
  { x, columns }: Room,
  cache: LineCache,
): DrawnLine | undefined {
  const groups = groupSeeds(run.members, series, spec.variant);
  if (!groups || (isOfValidation(spec) && !run.info?.validationCount)) return undefined;
  const drawn = (curve: Curve) => decimate(curve, x.from, x.to, columns);
  // Spread and single seeds are shown for test curves only; otherwise they would hide the important lines.
  const full = spec.stroke === 'solid';
  const banded = full || spec.spread === 'error';
  const stamp = [run.id, x.from, x.to, columns, ...groups.together.map(stampOf)].join();
  const still = cache.get(spec.id, stamp, () => {
    const mean = lineOf(groups.together, spec.column);
    const line = spec.spread === 'error' ? withError(mean) : mean;
    return { line, points: drawn(line), ...(banded && line.deviation && { band: band(line, drawn) }) };
  });
  return {
    ...still,
    spec,
    kind: spec.variant,
    owner: variantTitle(spec.variant),
    others: full ? groups.apart.map((seed) => drawn(lineOf([seed], spec.column))) : [],
  };
}

/** With the standard error of the mean in the place of the deviation. */
function withError(line: Line): Line {
  const { deviation, seeds } = line;
  return deviation ? { ...line, deviation: deviation.map((value) => value / Math.sqrt(seeds)) } : line;
}

const isOfValidation = ({ column }: LineSpec): boolean =>
  column === 'validationLoss' || column === 'validationScore';

/** Rows are only appended or thinned, so equal count and last epoch mean equal rows. */
const stampOf = ({ key, rows }: Seed): string =>
  `${key}=${rows.count}@${rows.at(rows.count - 1, COLUMN.epoch)}`;

function band({ x, y, deviation }: Line, drawn: (curve: Curve) => Point[]) {
  const edge = (sign: number) => drawn({ x, y: y.map((value, index) => value + sign * deviation![index]) });
  return { lower: edge(-1), upper: edge(1) };
}
