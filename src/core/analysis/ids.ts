import type { CurvatureResult } from './curvature';
import type { EnsembleResult } from './ensemble';
import type { HiddenResult } from './hidden';
import type { NoiseResult } from './noise';
import type { RelianceResult } from './reliance';
import type { SharpnessResult } from './sharpness';
import type { ShiftResult } from './shift';
import type { UncertaintyResult } from './uncertainty';

/** Result types by analysis id; all that views need to know. */
export interface AnalysisResults {
  readonly ensemble: EnsembleResult;
  readonly uncertainty: UncertaintyResult;
  readonly reliance: RelianceResult;
  readonly hidden: HiddenResult;
  readonly noise: NoiseResult;
  readonly curvature: CurvatureResult;
  readonly shift: ShiftResult;
  readonly sharpness: SharpnessResult;
}

export type AnalysisId = keyof AnalysisResults;

export const analysisIds = [
  'ensemble',
  'uncertainty',
  'reliance',
  'hidden',
  'noise',
  'curvature',
  'shift',
  'sharpness',
] as const satisfies readonly AnalysisId[];
