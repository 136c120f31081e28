import type { Dataset, Samples } from '../dataset';

export type Split = 'train' | 'test';

/** Properties shared by all samples of a data set. */
export type Shape = Pick<Dataset, 'task' | 'featureNames' | 'outputNames' | 'image'>;

/**
 * Writes the features of sample `index` to `x`, starting at `offset`, and returns its target: a class index, or the
 * number to predict. Must draw the same number of random values for all parameters, so that the same points move when
 * the noise changes.
 */
export type DrawSample = (x: Float32Array, offset: number, index: number, split: Split) => number;

/** Draws the test samples, then the training samples. */
export function assemble(
  shape: Shape,
  counts: { readonly train: number; readonly test: number },
  draw: DrawSample,
): Dataset {
  const test = drawSamples(shape, counts.test, 'test', draw);
  const train = drawSamples(shape, counts.train, 'train', draw);
  return {
    ...shape,
    features: shape.featureNames.length,
    outputs: shape.outputNames.length,
    train,
    test,
    notes: [],
  };
}

function drawSamples(shape: Shape, count: number, split: Split, draw: DrawSample): Samples {
  const features = shape.featureNames.length;
  const x = new Float32Array(count * features);
  const y = new Float32Array(count);
  for (let index = 0; index < count; index++) y[index] = draw(x, index * features, index, split);
  return { count, x, y };
}
