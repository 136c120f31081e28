import { learningRate } from './learning-rate';
import { placement } from './placement';
import { ratio } from './ratio';
import { rule } from './rule';
import type { Sweep } from './sweep';
import { trainingSamples } from './training-samples';

export type { Sweep, SweepPoint } from './sweep';

/** Every sweep, in the order of the ideas that they show. */
export const sweeps: readonly Sweep[] = [ratio, placement, rule, trainingSamples, learningRate];
