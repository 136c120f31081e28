import type { Idea } from '../idea';
import { ensemble } from './ensemble';
import { learningRate } from './learning-rate';
import { masks } from './masks';
import { noise } from './noise';
import { notNeeded } from './not-needed';
import { overfitting } from './overfitting';
import { placement } from './placement';
import { ratio } from './ratio';
import { reliance } from './reliance';
import { rules } from './rules';
import { stability } from './stability';

/** Every idea of the lesson, in the order in which it is told. */
export const ideas: readonly Idea[] = [
  overfitting,
  masks,
  rules,
  ensemble,
  reliance,
  noise,
  ratio,
  placement,
  notNeeded,
  learningRate,
  stability,
];
