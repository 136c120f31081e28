import * as v from 'valibot';
import type { Boundary, NetworkFrame, NetworkSite } from '../../../protocol';
import { bounds } from './info';
import { count, share } from './values';

/** Cells of a boundary along a side; far fewer are drawn. */
const side = v.pipe(count, v.minValue(1), v.maxValue(4_096));

/** The decision boundary of a member; one value a cell. */
export const boundarySchema: v.GenericSchema<unknown, Boundary> = v.pipe(
  v.object({
    columns: side,
    rows: side,
    bounds,
    winner: v.exactOptional(v.instance(Uint8Array)),
    strength: v.exactOptional(v.instance(Uint8Array)),
    values: v.exactOptional(v.instance(Float32Array)),
  }),
  v.check(
    ({ columns, rows, winner, strength, values }) =>
      [winner, strength, values].every((cells) => cells === undefined || cells.length === columns * rows),
    'not a value a cell',
  ),
);

const numbers = v.instance(Float32Array);

const site = v.pipe(
  v.object({
    width: count,
    indices: v.instance(Uint32Array),
    kept: v.instance(Uint8Array),
    activations: numbers,
    ratio: share,
    pass: v.exactOptional(
      v.object({
        draws: v.exactOptional(v.instance(Float64Array)),
        before: numbers,
        gradients: v.exactOptional(numbers),
        evaluation: numbers,
      }),
    ),
  }),
  v.check((one) => isWhole(one), 'not a value a neuron'),
);

function isWhole({ width, indices, kept, activations, pass }: NetworkSite): boolean {
  const shown = indices.length;
  const lists = [kept, activations, pass?.draws, pass?.before, pass?.gradients, pass?.evaluation];
  return (
    lists.every((list) => list === undefined || list.length === shown) &&
    indices.every((index) => index < width)
  );
}

/** The thinned net of a member. */
export const networkSchema: v.GenericSchema<unknown, NetworkFrame> = v.pipe(
  v.object({
    step: count,
    samples: v.exactOptional(count),
    sites: v.pipe(v.array(site), v.minLength(2)),
    weights: v.array(numbers),
  }),
  v.check(
    ({ sites, weights }) =>
      weights.length === sites.length - 1 &&
      weights.every(({ length }, i) => length === sites[i].indices.length * sites[i + 1].indices.length),
    'not a weight an edge',
  ),
);
