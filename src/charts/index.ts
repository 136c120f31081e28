import type { ChartSpec } from './chart-spec';
import { loss } from './loss';
import { score } from './score';

/** All charts of epoch records, in the order of the panel. */
export const charts: readonly ChartSpec[] = [loss, score];
