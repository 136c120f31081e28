import { createStream } from '../../random';
import { existsAt, type Point, valueAtShare } from '../distribution';
import type { SamplerFactory } from '../sampler';
import { inTurn } from './random';
import { SeenHistory, unseenPoint } from './seen';
import { MOST_DIMENSIONS, scramble, sobolBits } from './sobol-sequence';

/**
 * Points of a scrambled Sobol sequence: the first 2ᵏ of them have the same number in each half, quarter … of every
 * setting's scale. A conditional setting keeps its coordinate where it does not exist. Where rounding to a step gives
 * a point that the study has, a random one takes its place.
 *
 * Throws a RangeError for more than {@link MOST_DIMENSIONS} dimensions.
 */
export const createSobol: SamplerFactory = (dimensions, seed) => {
  if (dimensions.length > MOST_DIMENSIONS)
    throw new RangeError(
      `A Sobol sequence varies at most ${MOST_DIMENSIONS} settings; the study has ${dimensions.length}.`,
    );
  const pointAt = (index: number): Point => {
    const point: Record<string, number> = {};
    dimensions.forEach((dimension, d) => {
      if (!existsAt(dimension, point)) return;
      const bits = scramble(sobolBits(index, d), d, seed);
      point[dimension.name] = valueAtShare(dimension.distribution, (bits + 0.5) / 4294967296);
    });
    return point;
  };
  const before = new SeenHistory(dimensions);
  return {
    isBlind: true,
    propose: (count, history) =>
      inTurn(before, count, history, (trial, seen) => {
        const point = pointAt(trial);
        return seen.has(point) ? unseenPoint(dimensions, seen, createStream(seed, 'study', trial)) : point;
      }),
  };
};
