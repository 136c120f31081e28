import { createStream } from '../../random';
import type { Point } from '../distribution';
import type { PastTrial, SamplerFactory } from '../sampler';
import { type Seen, SeenHistory, unseenPoint } from './seen';

/**
 * `count` points, each of which `find` gives for the number of its trial, given those that were seen before it. Ends
 * early where `find` has none.
 */
export function inTurn(
  before: SeenHistory,
  count: number,
  history: readonly PastTrial[],
  find: (trial: number, seen: Seen) => Point | undefined,
): Point[] {
  const seen = before.of(history);
  const points: Point[] = [];
  while (points.length < count) {
    const point = find(history.length + points.length, seen);
    if (!point) break;
    seen.add(point);
    points.push(point);
  }
  return points;
}

/** Independent points, even on each setting's scale. Every trial has a stream of its own, by its number. */
export const createRandom: SamplerFactory = (dimensions, seed) => {
  const before = new SeenHistory(dimensions);
  return {
    isBlind: true,
    propose: (count, history) =>
      inTurn(before, count, history, (trial, seen) =>
        unseenPoint(dimensions, seen, createStream(seed, 'study', trial)),
      ),
  };
};
