import * as l10n from '@vscode/l10n';
import { decaysApart } from '../../core/optimizers/index';
import type { PlateauParams } from '../../core/schedules/plateau';
import type { Experiment } from '../../experiment/schema';
import { jsData } from './data/js';
import { jsImports } from './data/js-files';
import {
  dropoutFactor,
  leftOut,
  notesOf as notesOfPlan,
  type Plan,
  planOf,
  rateFactor,
  titleOf,
} from './plan';
import { isBinary, type LossWriters, lossOf, outputsOf, type Writers, written } from './said';
import { indented, list, numeral, type Part, program } from './text';
import { layerClasses, network } from './tfjs-network';
import type { CodeGenerator } from './types';

type Training = Experiment['training'];
const adam = ({ beta1, beta2, epsilon }: Extract<Training, { optimizer: 'adam' | 'adamw' }>) =>
  `tf.train.adam(LEARNING_RATE, ${numeral(beta1)}, ${numeral(beta2)}, ${numeral(epsilon)})`;

const optimizers: Writers<Training, 'optimizer', string> = {
  adam,
  // Its decay is written beside the update.
  adamw: adam,
  adamax: ({ beta1, beta2, epsilon }) =>
    `tf.train.adamax(LEARNING_RATE, ${numeral(beta1)}, ${numeral(beta2)}, ${numeral(epsilon)})`,
  nadam: () => 'new Nadam(LEARNING_RATE)',
  adagrad: () => 'tf.train.adagrad(LEARNING_RATE, 0)',
  // Its decay is written beside the update.
  lion: () => 'new Lion(LEARNING_RATE)',
  sgd: () => 'tf.train.sgd(LEARNING_RATE)',
  momentum: ({ momentum }) => `tf.train.momentum(LEARNING_RATE, ${numeral(momentum)})`,
  nesterov: ({ momentum }) => `tf.train.momentum(LEARNING_RATE, ${numeral(momentum)}, true)`,
  rmsprop: ({ rho, epsilon }) =>
    `tf.train.rmsprop(LEARNING_RATE, ${numeral(rho)}, 0, ${numeral(epsilon ** 2)})`,
};

/** The updates that the library does not have, of a weight `w` by its gradient `g`. */
function optimizerClass({ training }: Experiment): Part {
  if (training.optimizer === 'lion') {
    const [beta1, beta2] = [numeral(training.beta1), numeral(training.beta2)];
    return ownOptimizer('Lion', 'Moves every weight by the learning rate (Chen et al. 2023).', [
      `w.assign(w.sub(m.mul(${beta1}).add(g.mul(1 - ${beta1})).sign().mul(this.learningRate)));`,
      `m.assign(m.mul(${beta2}).add(g.mul(1 - ${beta2})));`,
    ]);
  }
  if (training.optimizer !== 'nadam') return null;
  const [beta1, beta2, epsilon] = [training.beta1, training.beta2, training.epsilon].map(numeral);
  const decay = numeral(training.momentumDecay);
  return ownOptimizer('Nadam', 'Adam that looks ahead (Dozat 2016).', [
    `const momentum = (t) => ${beta1} * (1 - 0.5 * 0.96 ** (${decay} * t));`,
    'if (first) this.product = (this.product ?? 1) * momentum(this.step);',
    'const [now, next] = [momentum(this.step), momentum(this.step + 1)];',
    `m.assign(m.mul(${beta1}).add(g.mul(1 - ${beta1})));`,
    `v.assign(v.mul(${beta2}).add(g.square().mul(1 - ${beta2})));`,
    'const ahead = g.mul((1 - now) / (1 - this.product)).add(m.mul(next / (1 - this.product * next)));',
    `const size = v.div(1 - ${beta2} ** this.step).sqrt().add(${epsilon});`,
    'w.assign(w.sub(ahead.div(size).mul(this.learningRate)));',
  ]);
}

function ownOptimizer(name: string, doc: string, update: readonly string[]): Part {
  const needsSquares = name === 'Nadam';
  return [
    `/** ${doc} */`,
    `class ${name} extends tf.Optimizer {`,
    `  static className = '${name}';`,
    '  constructor(learningRate) {',
    '    super();',
    '    Object.assign(this, { learningRate, step: 0, means: new Map() });',
    '  }',
    '  applyGradients(gradients) {',
    '    this.step++;',
    `    gradients.forEach(({ name, tensor: g }${needsSquares ? ', index' : ''}) => {`,
    needsSquares && '      const first = index === 0;',
    '      const w = tf.engine().registeredVariables[name];',
    '      const zeros = () => tf.tidy(() => tf.variable(tf.zerosLike(w), false));',
    `      if (!this.means.has(name)) this.means.set(name, [zeros()${needsSquares ? ', zeros()' : ''}]);`,
    `      const [m${needsSquares ? ', v' : ''}] = this.means.get(name);`,
    '      tf.tidy(() => {',
    indented(update, 8),
    '      });',
    '    });',
    '  }',
    '  getConfig() {',
    '    return { learningRate: this.learningRate };',
    '  }',
    '}',
    '',
  ];
}

const squares = 'tf.losses.meanSquaredError(target, output)';
const entropy = () => ['tf.losses.softmaxCrossEntropy(target, output)', squares] as const;

const losses: LossWriters<string> = {
  auto: entropy,
  crossEntropy: entropy,
  binaryCrossEntropy: () => ['tf.losses.sigmoidCrossEntropy(target, output)', squares],
  meanSquaredError: () => [squares, squares],
  meanAbsoluteError: () => [squares, 'tf.losses.absoluteDifference(target, output)'],
  huber: ({ huberDelta }) => [
    squares,
    `tf.losses.huberLoss(target, output, undefined, ${numeral(huberDelta)})`,
  ],
};

function scores(plan: Plan): Part {
  const [classes, numbers] = lossOf(plan, losses, (call) => call);
  const loss = classes === numbers ? classes : `classes ? ${classes} : ${numbers}`;
  const right = isBinary(plan)
    ? 'output.greater(0).equal(y.greater(0))'
    : 'output.argMax(1).equal(y.argMax(1))';
  return [
    'function lossOf(classes) {',
    `  return (target, output) => ${loss};`,
    '}',
    '',
    '/** The loss with dropout off, and the accuracy (or R squared). */',
    'function evaluate(net, x, y, classes) {',
    '  return tf.tidy(() => {',
    '    const output = net.predict(x);',
    '    const loss = lossOf(classes)(y, output).dataSync()[0];',
    `    if (classes) return [loss, ${right}.mean().dataSync()[0]];`,
    '    const variance = y.sub(y.mean(0)).square().mean().dataSync()[0];',
    '    return [loss, 1 - output.sub(y).square().mean().dataSync()[0] / variance];',
    '  });',
    '}',
  ];
}

/** What has to be set before each step; nothing: there is nothing. */
function beforeStep(plan: Plan): Part[] {
  const { hasDropout, hasDropoutSchedule, hasRateSchedule } = plan;
  const scheduled = hasDropout && hasDropoutSchedule;
  const parts: Part[] = [];
  if (hasRateSchedule) {
    parts.push([`rate = LEARNING_RATE * (${rateFactor(plan, 'js')});`, ...SET_RATE]);
  }
  if (scheduled) {
    parts.push(`for (const [layer, ratio] of ratios) layer.rate = ratio * (${dropoutFactor(plan, 'js')});`);
  }
  return parts.length === 0
    ? []
    : ['const [elapsed, steps] = [step / perEpoch, perEpoch * EPOCHS];', ...parts, 'step++;'];
}

/** What the library's updates leave out: decoupled decay and clipping before, the limit of norms after an update. */
function update({ experiment: { training }, hasRateSchedule, plateau }: Plan): Part {
  const { optimizer, weightDecay, maxNorm, clipNorm, clipValue } = training;
  const decay = decaysApart(optimizer) ? weightDecay : 0;
  if (decay === 0 && maxNorm === 0 && clipNorm === 0 && clipValue === 0) return null;
  const clips = clipNorm > 0 || clipValue > 0;
  return [
    'const update = optimizer.applyGradients.bind(optimizer);',
    'optimizer.applyGradients = (gradients) => {',
    decay > 0 && [
      '  tf.tidy(() => {',
      '    for (const { kernel, bias, gamma, beta } of net.layers) {',
      '      for (const one of [kernel, bias, gamma, beta].filter(Boolean))',
      `        one.write(one.read().mul(1 - ${hasRateSchedule || plateau ? 'rate' : 'LEARNING_RATE'} * ${numeral(decay)}));`,
      '    }',
      '  });',
    ],
    clipNorm > 0 &&
      '  const norm = tf.tidy(() => Math.sqrt(tf.addN(gradients.map(({ tensor }) => tensor.square().sum())).dataSync()[0]));',
    clips && [
      '  const clipped = gradients.map(({ name, tensor }) => ({',
      '    name,',
      `    tensor: tf.tidy(() => tensor${clipNorm > 0 ? `.mul(Math.min(1, ${numeral(clipNorm)} / (norm + 1e-6)))` : ''}${clipValue > 0 ? `.clipByValue(-${numeral(clipValue)}, ${numeral(clipValue)})` : ''}),`,
      '  }));',
    ],
    clips
      ? ['  update(clipped);', '  for (const { tensor } of clipped) tensor.dispose();']
      : '  update(gradients);',
    maxNorm > 0 && [
      '  tf.tidy(() => {',
      '    for (const { kernel } of net.layers) {',
      '      if (!kernel) continue;',
      "      const norms = kernel.read().norm('euclidean', 0, true).maximum(1e-12);",
      `      kernel.write(kernel.read().mul(tf.scalar(${numeral(maxNorm)}).div(norms).minimum(1)));`,
      '    }',
      '  });',
    ],
    '};',
  ];
}

/** Lowers the rate where a loss has stopped falling. */
function plateauSteps({ validates }: Plan, plateau: PlateauParams): Part {
  const { factor, patience, threshold, thresholdMode, cooldown, floor } = plateau;
  const limit =
    thresholdMode === 'relative' ? `lowest * (1 - ${numeral(threshold)})` : `lowest - ${numeral(threshold)}`;
  return [
    `const now = ${validates ? 'loss' : 'logs.loss'};`,
    `const better = now < ${limit};`,
    'if (better) lowest = now;',
    'bad = better || cooldown > 0 ? 0 : bad + 1;',
    'cooldown = Math.max(0, cooldown - 1);',
    `if (bad <= ${patience}) return;`,
    `[bad, cooldown] = [0, ${cooldown}];`,
    `rate = Math.max(rate * ${numeral(factor)}, LEARNING_RATE * ${numeral(floor)});`,
    ...SET_RATE,
  ];
}

const SET_RATE = [
  'if (optimizer.setLearningRate) optimizer.setLearningRate(rate);',
  'else optimizer.learningRate = rate;',
];

function callbacks(plan: Plan, before: readonly Part[]): Part {
  const { earlyStopping, evaluateEvery, minDelta, restoreBest } = plan.experiment.training;
  const { plateau } = plan;
  const chosen = plan.validates ? 'xVal, yVal' : 'xTest, yTest';
  if (before.length === 0 && !plan.chooses && !plateau) return null;
  return [
    'callbacks: {',
    before.length > 0 && ['  onBatchBegin: () => {', indented(before, 4), '  },'],
    (plan.chooses || plateau) && [
      '  onEpochEnd: (epoch, logs) => {',
      evaluateEvery > 1 && `    if ((epoch + 1) % ${evaluateEvery} !== 0 && epoch + 1 < EPOCHS) return;`,
      (plan.chooses || plan.validates) && `    const [loss] = evaluate(net, ${chosen}, classes);`,
      plan.chooses && [
        '    since++;',
        '    if (loss < best) {',
        minDelta > 0 ? '      best = loss;' : '      [best, since] = [loss, 0];',
        restoreBest && '      kept = net.getWeights().map((weight) => weight.arraySync());',
        '    }',
        minDelta > 0 && `    if (loss < reference - ${numeral(minDelta)}) [reference, since] = [loss, 0];`,
      ],
      earlyStopping > 0 && `    if (since >= ${earlyStopping}) net.stopTraining = true;`,
      plateau && indented(plateauSteps(plan, plateau), 4),
      '  },',
    ],
    '},',
  ];
}

function training(plan: Plan): Part {
  const { experiment, hasDropout, hasDropoutSchedule } = plan;
  const { minDelta, restoreBest, labelSmoothing: smoothing } = experiment.training;
  const before = beforeStep(plan);
  return [
    'async function run(seed, dropout = true) {',
    indented(
      [
        'const data = loadData(generator(seed));',
        `const { ${isBinary(plan) ? '' : 'outputs, '}classes } = data;`,
        isBinary(plan)
          ? 'const target = (y) => tf.tensor2d(y, [y.length, 1]);'
          : "const target = (y) => (classes ? tf.oneHot(tf.tensor1d(y, 'int32'), outputs).cast('float32') : tf.tensor2d(y));",
        'const [x, xTest] = [tf.tensor2d(data.x), tf.tensor2d(data.xTest)];',
        'const [y, yTest] = [target(data.y), target(data.yTest)];',
        plan.validates && 'const [xVal, yVal] = [tf.tensor2d(data.xVal), target(data.yVal)];',
        `const net = build(x.shape[1], ${outputsOf(plan)}, dropout);`,
        `const optimizer = ${written(plan, optimizers, experiment.training, 'optimizer')};`,
        update(plan),
        `net.compile({ optimizer, loss: ${smoothing > 0 ? `(target, output) => classes ? tf.losses.${isBinary(plan) ? 'sigmoid' : 'softmax'}CrossEntropy(target, output, undefined, ${numeral(smoothing)}) : lossOf(classes)(target, output)` : 'lossOf(classes)'} });`,
        before.length > 0 && [
          'const perEpoch = Math.ceil(x.shape[0] / BATCH_SIZE);',
          `let ${plan.plateau ? 'step = 0' : '[step, rate] = [0, LEARNING_RATE]'};`,
        ],
        plan.plateau && 'let [rate, lowest, bad, cooldown] = [LEARNING_RATE, Infinity, 0, 0];',
        hasDropout &&
          hasDropoutSchedule &&
          "const ratios = net.layers.filter((layer) => 'rate' in layer).map((layer) => [layer, layer.rate]);",
        plan.chooses &&
          `let [best, since${minDelta > 0 ? ', reference' : ''}] = [Infinity, 0${minDelta > 0 ? ', Infinity' : ''}];`,
        restoreBest && 'let kept;',
        'await net.fit(x, y, {',
        indented(
          [
            'epochs: EPOCHS,',
            'batchSize: BATCH_SIZE,',
            'shuffle: true,',
            'verbose: 0,',
            callbacks(plan, before),
          ],
          2,
        ),
        '});',
        restoreBest && 'if (kept) net.setWeights(kept.map((values) => tf.tensor(values)));',
        'return [evaluate(net, x, y, classes), evaluate(net, xTest, yTest, classes)];',
      ],
      2,
    ),
    '}',
  ];
}

function main({ experiment, seeds }: Plan): Part {
  return [
    `for (const seed of ${list(seeds)}) {`,
    `  for (const dropout of ${experiment.baseline ? '[true, false]' : '[true]'}) {`,
    '    const [train, test] = await run(seed, dropout);',
    "    const words = ([loss, score]) => 'loss ' + loss.toFixed(4) + ' (' + score.toFixed(3) + ')';",
    "    console.log('seed', seed, dropout ? '' : 'without dropout', 'train', words(train), 'test', words(test));",
    '  }',
    '}',
  ];
}

function notesOf(plan: Plan): string[] {
  const { training, data } = plan.experiment;
  const clips = training.clipNorm > 0 || training.clipValue > 0;
  const penalized = training.l1 > 0 || (training.weightDecay > 0 && !decaysApart(training.optimizer));
  return [
    ...notesOfPlan(plan),
    ...leftOut(plan.experiment, ['mixup', 'dropConnect', 'groups', 'inputGroups']),
    ...(clips && penalized ? [l10n.t('The gradient is clipped with the penalties in it.')] : []),
    ...(training.optimizer === 'adagrad'
      ? [l10n.t('Adagrad of TensorFlow.js adds 1e-7 inside the root.')]
      : []),
    ...(training.optimizer === 'rmsprop' ? [l10n.t('RMSProp of TensorFlow.js adds ε inside the root.')] : []),
    ...(data.source === 'npy' && data.labels === undefined
      ? [l10n.t('Arrays of an .npz have to be saved as two .npy files for this program.')]
      : []),
  ];
}

const UNSAID = `function unsaid(what) {
  throw new Error('Dropout Playground does not write ' + what + ' for this library.');
}
`;

export const tfjs: CodeGenerator = {
  id: 'tfjs',
  title: 'TensorFlow.js',
  description: () => l10n.t('A program for Node.js or the browser'),
  language: 'javascript',
  extension: '.mjs',
  generate(experiment) {
    const plan = planOf(experiment);
    const { epochs, batchSize, learningRate } = experiment.training;
    // First, for what they cannot say.
    const parts = [
      jsData(plan),
      '',
      layerClasses(plan),
      network(plan),
      '',
      optimizerClass(experiment),
      scores(plan),
      '',
      training(plan),
    ];
    const code = program(
      `// Experiment ${titleOf(experiment)} of Dropout Playground. Needs @tensorflow/tfjs.`,
      jsImports(plan),
      "import * as tf from '@tensorflow/tfjs';",
      '',
      `const EPOCHS = ${numeral(epochs)};`,
      `const BATCH_SIZE = ${numeral(batchSize)};`,
      `const LEARNING_RATE = ${numeral(learningRate)};`,
      '',
      plan.unsaid.size > 0 && UNSAID,
      parts,
      '',
      main(plan),
    );
    return { code, notes: notesOf(plan) };
  },
};
