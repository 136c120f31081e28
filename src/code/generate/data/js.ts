import { SKELETONS } from '../../../core/datasets/digits/skeletons';
import { validationCount } from '../../../core/datasets/generate';
import type { DataSpec } from '../../../experiment/schema';
import type { Plan } from '../plan';
import { indented, numeral, type Part, quoted } from '../text';
import { digitsSource } from './js-digits';
import { jsFiles } from './js-files';

type Source = DataSpec['source'];
type Spec<S extends Source> = Extract<DataSpec, { source: S }>;

/** How a generated set draws one sample of a class or target: lines that end in a return of the features. */
const draws: { readonly [S in Source]?: (spec: Spec<S>) => Part } = {
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
  const draw = draws[spec.source] as ((spec: DataSpec) => Part) | undefined;
  return [normal, '', draw ? generated(plan, draw(spec)) : jsFiles(plan)];
}

function generated({ experiment: { data: spec }, validates }: Plan, draw: Part): Part {
  const { train, test, noise } = spec as Spec<'moons'>;
  const surface = spec.source === 'surface';
  const classes = spec.source === 'digits' ? 10 : 2;
  const height = '2 * Math.sin((2 * Math.PI * x1) / 3) * Math.cos((2 * Math.PI * x2) / 3)';
  return [
    spec.source === 'digits' && [
      `const SKELETONS = [`,
      SKELETONS.map((ways) => `  [${ways.map(quoted).join(', ')}],`),
      '];',
      '',
      digitsSource.replace('DISTORTION', numeral((spec as Spec<'digits'>).distortion)),
      '',
    ],
    `function drawOne(random, ${surface ? '' : 'label, training'}) {`.replace(', )', ')'),
    indented(draw, 2),
    '}',
    '',
    'function draw(random, count, training) {',
    surface
      ? [
          '  const x = Array.from({ length: count }, () => drawOne(random));',
          `  const y = x.map(([x1, x2]) => [${height} + ${numeral(noise)} * normal(random)]);`,
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
      `  const [xVal, yVal] = draw(random, ${numeral(validationCount(spec.validation ?? 0, train))}, true);`,
    `  return { x, y, ${validates ? 'xVal, yVal, ' : ''}xTest, yTest, outputs: ${surface ? 1 : classes}, classes: ${!surface} };`,
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
