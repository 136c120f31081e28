import type { SamplerFactory } from '../sampler';
import type { SamplerId } from './entries';
import { createGrid } from './grid';
import { createRandom } from './random';
import { createSobol } from './sobol';
import { createTpe } from './tpe';

export { type SamplerId, samplers } from './entries';

/** What makes each sampler; apart from what describes it, which every view and worker has with the schema. */
export const samplerFactories: { readonly [Id in SamplerId]: SamplerFactory<never> } = {
  grid: createGrid,
  random: createRandom,
  sobol: createSobol,
  tpe: createTpe,
};
