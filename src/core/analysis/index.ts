import type { Analysis } from './analysis';
import { curvature } from './curvature';
import { ensemble } from './ensemble';
import { hidden } from './hidden';
import type { AnalysisId, AnalysisResults } from './ids';
import { noise } from './noise';
import { reliance } from './reliance';
import { sharpness } from './sharpness';
import { shift } from './shift';
import { uncertainty } from './uncertainty';

/** All analyses, by id. */
export const analyses: { readonly [I in AnalysisId]: Analysis<AnalysisResults[I]> } = {
  ensemble,
  uncertainty,
  reliance,
  hidden,
  noise,
  curvature,
  shift,
  sharpness,
};
