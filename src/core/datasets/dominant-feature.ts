import { integer, real } from '../params';
import { assemble } from './assemble';
import { sampleCounts } from './counts';
import { generator } from './generator';

/** Correlation of each weak feature with the label, in training and test alike. */
const WEAK = 0.3;

/**
 * Every feature is ρ·s + √(1 − ρ²)·ε with label s = ±1 and normal ε: variance 1, correlation ρ with the label. ρ of the
 * dominant feature differs between training and test, so a network that relies on it alone does badly.
 */
export const dominantFeature = generator({
  id: 'dominant-feature',
  title: 'Dominant feature',
  description: 'One feature almost gives the label away in training, less so in the test set.',
  params: {
    ...sampleCounts({ train: 200, validation: 200, test: 2000 }),
    features: integer({
      title: 'Features',
      description: 'The dominant one and the weak ones.',
      default: 10,
      min: 2,
      max: 100,
      slider: [2, 30],
    }),
    trainCorrelation: real({
      title: 'Correlation in training',
      description: 'Of the dominant feature with the label, in the training set.',
      default: 0.95,
      min: 0,
      max: 1,
      step: 0.01,
    }),
    testCorrelation: real({
      title: 'Correlation in the test',
      description: 'Of the dominant feature with the label, in the test set.',
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate(params, stream) {
    const weak = Array.from({ length: params.features - 1 }, (_, i) => `weak ${i + 1}`);
    const featureNames = ['dominant', ...weak];
    const outputNames = ['negative', 'positive'];
    const correlated = (sign: number, rho: number) => sign * rho + Math.sqrt(1 - rho * rho) * stream.normal();
    return assemble(
      { task: 'classification', featureNames, outputNames },
      params,
      (x, offset, index, split) => {
        const label = index % 2;
        const sign = 2 * label - 1;
        const rho = split === 'train' ? params.trainCorrelation : params.testCorrelation;
        x[offset] = correlated(sign, rho);
        for (let i = 1; i < params.features; i++) x[offset + i] = correlated(sign, WEAK);
        return label;
      },
    );
  },
});
