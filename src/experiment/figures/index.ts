import { catapult } from './catapult';
import { doubleDescent } from './double-descent';
import { dropRatio } from './drop-ratio';
import { edgeOfStability } from './edge-of-stability';
import type { Figure } from './figure';
import { monteCarlo } from './monte-carlo';
import { ridge } from './ridge';
import { varianceShift } from './variance-shift';

export type { Figure, FigureCheck, FigureLine, FigureResult } from './figure';
export { holds, labelOf } from './figure';

/** Every published result that is reproduced, in the order in which a person is offered them. */
export const figures: readonly Figure[] = [
  dropRatio,
  monteCarlo,
  ridge,
  varianceShift,
  doubleDescent,
  edgeOfStability,
  catapult,
];
