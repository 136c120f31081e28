import type { CurvatureResult } from './curvature';
import type { EnsembleResult } from './ensemble';
import type { HiddenResult } from './hidden';
import type { NoiseResult } from './noise';
import type { RelianceResult } from './reliance';
import type { UncertaintyResult } from './uncertainty';

/** What each analysis gives, by its id: all that a view needs to know of it. */
export interface AnalysisResults {
  readonly ensemble: EnsembleResult;
  readonly uncertainty: UncertaintyResult;
  readonly reliance: RelianceResult;
  readonly hidden: HiddenResult;
  readonly noise: NoiseResult;
  readonly curvature: CurvatureResult;
}

export type AnalysisId = keyof AnalysisResults;

export const analysisIds = [
  'ensemble',
  'uncertainty',
  'reliance',
  'hidden',
  'noise',
  'curvature',
] as const satisfies readonly AnalysisId[];
