import { SKELETONS } from '../../../core/datasets/digits/skeletons';
import { validationCount } from '../../../core/datasets/generate';
import { type GeneratedSpec, isOfFile, type Plan } from '../plan';
import { type Writers, worded, written } from '../said';
import { indented, numeral, type Part, quoted } from '../text';
import { digitsSource } from './js-digits';
import { jsFiles } from './js-files';
import { classCounts } from './targets';

/** How a generated set draws one sample of a class or target: lines that end in a return of the features. */
const draws: Writers<GeneratedSpec, 'source', Part> = {
  moons: ({ noise }) => [
    'const angle = Math.PI * random();',
    'const [x1, x2] = [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25];',
    plane(noise, 'label === 0 ? [x1, x2] : [-x1, -x2]'),
  ],
  circles: ({ noise }) => [
    'const [angle, u] = [2 * Math.PI * random(), random()];',
    'const radius = label === 0 ? 0.6 * Math.sqrt(u) : 0.84 + 0.36 * u;',
    plane(noise, '[radius * Math.cos(angle), radius * Math.sin(angle)]'),
  ],
  xor: ({ noise }) => [
    'const [x1, size] = [2.4 * random() - 1.2, 1.2 * random()];',
    plane(noise, '[x1, (x1 < 0) === (label === 0) ? -size : size]'),
  ],
  gaussians: ({ noise }) => [
    'const middle = label === 0 ? -Math.SQRT1_2 : Math.SQRT1_2;',
    plane(noise, '[middle, middle]'),
  ],
  spiral: ({ noise }) => [
    'const along = random();',
    'const angle = 2 * Math.PI * (1.75 * along + label / 2);',
    plane(noise, '[1.4 * along * Math.cos(angle), 1.4 * along * Math.sin(angle)]'),
  ],
  surface: () => ['return [3 * random() - 1.5, 3 * random() - 1.5];'],
  'dominant-feature': ({ features, trainCorrelation, testCorrelation }) => [
    `const dominant = training ? ${numeral(trainCorrelation)} : ${numeral(testCorrelation)};`,
    `return Array.from({ length: ${numeral(features)} }, (_, i) => {`,
    '  const rho = i === 0 ? dominant : 0.3;',
    '  return (2 * label - 1) * rho + Math.sqrt(1 - rho * rho) * normal(random);',
    '});',
  ],
  digits: ({ noise }) => [
    'const image = drawDigit(random, label);',
    `return image.map((ink) => Math.min(Math.max(ink + ${numeral(noise)} * normal(random), 0), 1));`,
  ],
};

function plane(noise: number, place: string): Part {
  return [
    `const place = ${place};`,
    `return place.map((value) => value + ${numeral(noise)} * normal(random));`,
  ];
}

/**
 * A function `loadData(random)` that returns `{ x, y, xTest, yTest, outputs, classes }`, and `xVal, yVal` where something
 * is chosen by them.
 */
export function jsData(plan: Plan): Part {
  const spec = plan.experiment.data;
  return [normal, '', isOfFile(spec) ? jsFiles(plan) : generated(plan, spec)];
}

function generated(plan: Plan, spec: GeneratedSpec): Part {
  const { validates } = plan;
  const { train, test } = spec;
  const classes = worded(plan, classCounts, spec.source, () => 0);
  const surface = spec.source === 'surface';
  const height = '2 * Math.sin((2 * Math.PI * x1) / 3) * Math.cos((2 * Math.PI * x2) / 3)';
  return [
    spec.source === 'digits' && [
      `const SKELETONS = [`,
      SKELETONS.map((ways) => `  [${ways.map(quoted).join(', ')}],`),
      '];',
      '',
      digitsSource.replace('DISTORTION', numeral(spec.distortion)),
      '',
    ],
    `function drawOne(random, ${surface ? '' : 'label, training'}) {`.replace(', )', ')'),
    indented(written(plan, draws, spec, 'source'), 2),
    '}',
    '',
    'function draw(random, count, training) {',
    surface
      ? [
          '  const x = Array.from({ length: count }, () => drawOne(random));',
          `  const y = x.map(([x1, x2]) => [${height} + ${numeral(spec.noise)} * normal(random)]);`,
        ]
      : [
          `  const y = Array.from({ length: count }, (_, i) => i % ${classes});`,
          '  const x = y.map((label) => drawOne(random, label, training));',
        ],
    '  return [x, y];',
    '}',
    '',
    'function loadData(random) {',
    `  const [xTest, yTest] = draw(random, ${numeral(test)}, false);`,
    `  const [x, y] = draw(random, ${numeral(train)}, true);`,
    validates &&
      `  const [xVal, yVal] = draw(random, ${numeral(validationCount(spec.validation, train))}, true);`,
    `  return { x, y, ${validates ? 'xVal, yVal, ' : ''}xTest, yTest, outputs: ${classes ?? 1}, classes: ${classes !== null} };`,
    '}',
  ];
}

const normal = `/** Random numbers 0..1 of a seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normal, mean 0 and variance 1 (Box and Muller). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}`;
