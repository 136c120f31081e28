import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import type { NumberArray } from './number-array';
import { type Range, rangeOf, short } from './pixels';

/** Features of one set, with their name: `data.npz/x_test.npy`. */
interface Features {
  readonly name: string;
  readonly x: NumberArray;
}

/** Pixels this many times larger than those of the training set are on another scale … */
const OTHER_SCALE = 64;
/** … as are those this many times larger where the training pixels lie within −1..1. */
const OTHER_THAN_ONE = 12;
/** From this factor on they may be on another scale. */
const DOUBTFUL = 4;

/**
 * Throws a DataError if rows differ in shape from the training rows. Dimensions of size 1 are ignored, and a grey image
 * may be flat.
 */
export function refuseOtherShapes([main, ...others]: readonly Features[]): void {
  const of = (shape: readonly number[]) => shape.join(' × ');
  for (const { name, x } of others) {
    const [mine, theirs] = [x, main.x].map(({ shape }) => shape.slice(1));
    if (haveSameShape(mine, theirs)) continue;
    throw new DataError(
      name,
      l10n.t(
        'rows of {0} values, where those of {1} have {2}: training and test rows must have the same shape.',
        of(mine),
        main.name,
        of(theirs),
      ),
    );
  }
}

function haveSameShape(one: readonly number[], other: readonly number[]): boolean {
  const [a, b] = [one, other].map((shape) => shape.filter((size) => size !== 1));
  if (a.length === b.length) return a.every((size, i) => size === b[i]);
  const [flat, image] = a.length < b.length ? [a, b] : [b, a];
  return flat.length === 1 && image.length === 2 && flat[0] === image[0] * image[1];
}

/**
 * Compares the pixel range of a separate set with the training rows, whose scaling it shares. Throws a DataError if the
 * scales differ, and returns notes if they may.
 */
export function scaleNotes([main, ...others]: readonly Features[], train: Uint32Array): string[] {
  if (others.length === 0) return [];
  const trained = rangeOf(main.x, train);
  return others.flatMap(({ name, x }) => {
    const range = rangeOf(x, Array(x.shape[0]).keys());
    const [near, far] = [range, trained].map(reachOf).sort((a, b) => a - b);
    const [least, most, trainedLeast, trainedMost] = [range, trained].flatMap((one) =>
      [one.least, one.most].map(short),
    );
    // Bytes are not compared: an image set may just be dark.
    if (!(x.bytes && main.x.bytes) && near > 0 && far >= near * (near <= 1 ? OTHER_THAN_ONE : OTHER_SCALE))
      throw new DataError(
        name,
        l10n.t(
          'pixels of {0} to {1}, where those that train ({2}) are {3} to {4}: scale all of them alike.',
          least,
          most,
          main.name,
          trainedLeast,
          trainedMost,
        ),
      );
    if (far < near * DOUBTFUL && range.least < 0 === trained.least < 0) return [];
    return [
      l10n.t(
        '{0}: pixels of {1} to {2}, where those that train are {3} to {4}. If they were scaled differently, losses on them are meaningless.',
        name,
        least,
        most,
        trainedLeast,
        trainedMost,
      ),
    ];
  });
}

/** The largest absolute value. */
const reachOf = ({ least, most }: Range) => Math.max(Math.abs(least), Math.abs(most));
