import type { Dataset, Samples } from '../dataset';

export type Split = 'train' | 'test';

/** What the samples of a data set have in common. */
export type Shape = Pick<Dataset, 'task' | 'featureNames' | 'outputNames' | 'image'>;

/**
 * Writes the features of sample `index` to `x`, from `offset` on, and returns its target: a class number, or the one
 * number to predict. It has to draw equally many random numbers whatever the parameters are, so that a person who drags
 * the noise sees the same points move.
 */
export type DrawSample = (x: Float32Array, offset: number, index: number, split: Split) => number;

/** Draws the test samples and then the training samples. */
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
