import { validationCount } from '../../../core/datasets/generate';
import type { GeneratorId } from '../../../core/datasets/index';
import type { FileSourceId } from '../../../experiment/sources';
import { type GeneratedSpec, isOfFile, type Plan } from '../plan';
import { type Words, type Writers, worded, written } from '../said';
import { indented, numeral, type Part } from '../text';
import { pythonDigits } from './python-digits';
import { pythonFiles } from './python-files';
import { classCounts } from './targets';

/** How a generated set draws `count` samples: lines that leave `x` (count × features) and `y`. */
const draws: Writers<GeneratedSpec, 'source', Part> = {
  moons: ({ noise }) => [
    'y = np.arange(count) % 2',
    'angle = np.pi * rng.random(count)',
    'x1 = np.where(y == 0, np.cos(angle) - 0.5, 0.5 - np.cos(angle))',
    'x2 = np.where(y == 0, np.sin(angle) - 0.25, 0.25 - np.sin(angle))',
    plane(noise),
  ],
  circles: ({ noise }) => [
    'y = np.arange(count) % 2',
    'angle, u = 2 * np.pi * rng.random(count), rng.random(count)',
    'radius = np.where(y == 0, 0.6 * np.sqrt(u), 0.84 + 0.36 * u)',
    'x1, x2 = radius * np.cos(angle), radius * np.sin(angle)',
    plane(noise),
  ],
  xor: ({ noise }) => [
    'y = np.arange(count) % 2',
    'x1, size = rng.uniform(-1.2, 1.2, count), rng.uniform(0, 1.2, count)',
    'x2 = np.where((x1 < 0) == (y == 0), -size, size)',
    plane(noise),
  ],
  gaussians: ({ noise }) => [
    'y = np.arange(count) % 2',
    'x1 = x2 = np.where(y == 0, -0.5 ** 0.5, 0.5 ** 0.5)',
    plane(noise),
  ],
  spiral: ({ noise }) => [
    'y = np.arange(count) % 2',
    'along = rng.random(count)',
    'angle = 2 * np.pi * (1.75 * along + y / 2)',
    'x1, x2 = 1.4 * along * np.cos(angle), 1.4 * along * np.sin(angle)',
    plane(noise),
  ],
  surface: ({ noise }) => [
    'x = rng.uniform(-1.5, 1.5, (count, 2))',
    'y = 2 * np.sin(2 * np.pi * x[:, 0] / 3) * np.cos(2 * np.pi * x[:, 1] / 3)',
    `y = (y + ${numeral(noise)} * rng.standard_normal(count))[:, None]`,
  ],
  'dominant-feature': ({ features, trainCorrelation, testCorrelation }) => [
    'y = np.arange(count) % 2',
    `rho = np.full(${features}, 0.3)`,
    `rho[0] = ${numeral(trainCorrelation)} if training else ${numeral(testCorrelation)}`,
    `x = np.outer(2 * y - 1, rho) + np.sqrt(1 - rho**2) * rng.standard_normal((count, ${features}))`,
  ],
  digits: ({ noise }) => [
    'y = np.arange(count) % 10',
    'x = np.stack([draw_digit(rng, digit).ravel() for digit in y])',
    `x = np.clip(x + ${numeral(noise)} * rng.standard_normal(x.shape), 0, 1)`,
  ],
};

function plane(noise: number): string {
  return `x = np.stack([x1, x2], axis=1) + ${numeral(noise)} * rng.standard_normal((count, 2))`;
}

/**
 * A function `load_data(rng)` that returns `x_train, y_train, x_test, y_test, outputs`, and `x_val, y_val` before the
 * test where something is chosen by them; classes are whole numbers.
 */
export function pythonData(plan: Plan): Part {
  const spec = plan.experiment.data;
  return isOfFile(spec) ? pythonFiles(plan) : generated(plan, spec);
}

function generated(plan: Plan, spec: GeneratedSpec): Part {
  const { train, test } = spec;
  const classes = worded(plan, classCounts, spec.source, () => null);
  return [
    spec.source === 'digits' ? [pythonDigits(spec.distortion), '', ''] : null,
    'def draw(rng, count, training):',
    indented([
      written(plan, draws, spec, 'source'),
      `return x.astype(np.float32), y.astype(np.${classes === null ? 'float32' : 'int64'})`,
    ]),
    '',
    '',
    'def load_data(rng):',
    `    """${worded(plan, titles, spec.source, () => 'Is not written here.')}"""`,
    `    x_test, y_test = draw(rng, ${test}, training=False)`,
    `    x_train, y_train = draw(rng, ${train}, training=True)`,
    plan.validates &&
      `    x_val, y_val = draw(rng, ${validationCount(spec.validation, train)}, training=True)`,
    `    return x_train, y_train, ${plan.validates ? 'x_val, y_val, ' : ''}x_test, y_test, ${classes ?? 1}`,
  ];
}

const modules: Words<FileSourceId, string | null> = {
  csv: 'import csv\nimport gzip\nimport re\nfrom collections import Counter',
  idx: 'import gzip',
  npy: null,
};

/** The standard library's modules that {@link pythonData} needs. */
export function pythonImports(plan: Plan): Part {
  const { data } = plan.experiment;
  const module = isOfFile(data) ? worded(plan, modules, data.source, () => null) : null;
  return module && [module, ''];
}

const titles: Words<GeneratorId> = {
  moons: 'Two half circles that reach into each other.',
  circles: 'A disc inside a ring.',
  xor: 'Opposite quadrants share a class.',
  gaussians: 'Two round clouds.',
  spiral: 'Two arms that wind around each other.',
  surface: 'A smooth height over the plane.',
  'dominant-feature': 'One feature almost gives the label away in training, less so in the test set.',
  digits: 'Drawn 28 x 28 digits.',
};
