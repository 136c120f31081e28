import { SKELETONS } from '../../../core/datasets/digits/skeletons';
import type { GeneratorId } from '../../../core/datasets/index';
import type { Words } from '../said';

/** The classes of each generated set, which its samples take in turn; null: a number is predicted. */
export const classCounts: Words<GeneratorId, number | null> = {
  moons: 2,
  circles: 2,
  xor: 2,
  gaussians: 2,
  spiral: 2,
  surface: null,
  'dominant-feature': 2,
  digits: SKELETONS.length,
};
