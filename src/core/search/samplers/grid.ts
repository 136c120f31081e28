import type { Point } from '../distribution';
import type { SamplerFactory } from '../sampler';
import { walkGrid } from './grid-walk';
import { inTurn } from './random';
import { SeenHistory } from './seen';

/** All combinations, in the order of {@link walkGrid}; those that others have added to the study are left out. */
export const createGrid: SamplerFactory<{ readonly levels: number }> = (dimensions, _seed, { levels }) => {
  const walk = walkGrid(dimensions, levels);
  const walked: Point[] = [];
  const before = new SeenHistory(dimensions);
  const pointAt = (n: number): Point | undefined => {
    if (n === walked.length) {
      const { value } = walk.next();
      if (value) walked.push(value);
    }
    return walked[n];
  };
  return {
    isBlind: true,
    propose(count, history) {
      let next = 0;
      return inTurn(before, count, history, (_trial, seen) => {
        let point = pointAt(next++);
        while (point && seen.has(point)) point = pointAt(next++);
        return point;
      });
    },
  };
};
