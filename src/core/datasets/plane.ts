import type { Dataset } from '../dataset';
import type { Stream } from '../random';
import { assemble } from './assemble';

/** A point of the plane. Without noise every two-dimensional set lies within ±1.5 on both axes. */
export type Point = readonly [number, number];

const featureNames = ['x1', 'x2'];

interface PlaneParams {
  readonly train: number;
  readonly test: number;
  /** Standard deviation of the normal noise on each coordinate. */
  readonly noise: number;
}

/**
 * Draws classes in the plane in turn (0, 1, … 0, 1, …), with noise on each point. `place` draws the noiseless point.
 */
export function classesInPlane(
  outputNames: readonly string[],
  params: PlaneParams,
  stream: Stream,
  place: (label: number) => Point,
): Dataset {
  const shape = { task: 'classification', featureNames, outputNames } as const;
  return assemble(shape, params, (x, offset, index) => {
    const label = index % outputNames.length;
    const [x1, x2] = place(label);
    x[offset] = x1 + params.noise * stream.normal();
    x[offset + 1] = x2 + params.noise * stream.normal();
    return label;
  });
}

/** A regression target over the plane; the noise is on the target. */
export function heightOverPlane(
  outputName: string,
  params: PlaneParams,
  stream: Stream,
  place: () => Point,
  height: (x1: number, x2: number) => number,
): Dataset {
  const shape = { task: 'regression', featureNames, outputNames: [outputName] } as const;
  return assemble(shape, params, (x, offset) => {
    const [x1, x2] = place();
    x[offset] = x1;
    x[offset + 1] = x2;
    return height(x1, x2) + params.noise * stream.normal();
  });
}

/** Uniform between −half and half. */
export const spread = (stream: Stream, half: number): number => (2 * stream.uniform() - 1) * half;
