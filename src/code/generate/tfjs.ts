import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../experiment/schema';
import { jsData } from './data/js';
import { jsImports } from './data/js-files';
import { dropoutFactor, type Plan, planOf, rateFactor, titleOf } from './plan';
import { indented, list, numeral, type Part, program } from './text';
import { layerClasses, network } from './tfjs-network';
import type { CodeGenerator } from './types';

function optimizer({ training }: Experiment): string {
  switch (training.optimizer) {
    case 'adam':
    case 'adamw':
      return `tf.train.adam(LEARNING_RATE, ${numeral(training.beta1)}, ${numeral(training.beta2)}, ${numeral(training.epsilon)})`;
    case 'momentum':
      return `tf.train.momentum(LEARNING_RATE, ${numeral(training.momentum)})`;
    case 'nesterov':
      return `tf.train.momentum(LEARNING_RATE, ${numeral(training.momentum)}, true)`;
    case 'rmsprop':
      return `tf.train.rmsprop(LEARNING_RATE, ${numeral(training.rho)}, 0, ${numeral(training.epsilon ** 2)})`;
    default:
      return 'tf.train.sgd(LEARNING_RATE)';
  }
}

function scores({ training }: Experiment): Part {
  const squares = training.loss === 'meanSquaredError';
  const loss = squares
    ? 'tf.losses.meanSquaredError(target, output)'
    : 'classes ? tf.losses.softmaxCrossEntropy(target, output) : tf.losses.meanSquaredError(target, output)';
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
    '    if (classes) return [loss, output.argMax(1).equal(y.argMax(1)).mean().dataSync()[0]];',
    '    const variance = y.sub(y.mean(0)).square().mean().dataSync()[0];',
    '    return [loss, 1 - output.sub(y).square().mean().dataSync()[0] / variance];',
    '  });',
    '}',
  ];
}

/** What has to be set before each step; nothing: there is nothing. */
function beforeStep({ experiment, hasDropout, hasDropoutSchedule, hasRateSchedule }: Plan): Part[] {
  const { training, dropout } = experiment;
  const scheduled = hasDropout && hasDropoutSchedule;
  const parts: Part[] = [];
  if (hasRateSchedule) {
    parts.push([
      `rate = LEARNING_RATE * (${rateFactor(training.schedule, 'js')});`,
      'if (optimizer.setLearningRate) optimizer.setLearningRate(rate);',
      'else optimizer.learningRate = rate;',
    ]);
  }
  if (scheduled) {
    parts.push(
      `for (const [layer, ratio] of ratios) layer.rate = ratio * (${dropoutFactor(dropout.schedule, 'js')});`,
    );
  }
  return parts.length === 0
    ? []
    : ['const [elapsed, steps] = [step / perEpoch, perEpoch * EPOCHS];', ...parts, 'step++;'];
}

/** What the library's updates leave out: decoupled decay before, and the limit of norms after an update. */
function update({ experiment: { training }, hasRateSchedule }: Plan): Part {
  const { optimizer, weightDecay, maxNorm } = training;
  const decay = optimizer === 'adamw' ? weightDecay : 0;
  if (decay === 0 && maxNorm === 0) return null;
  return [
    'const update = optimizer.applyGradients.bind(optimizer);',
    'optimizer.applyGradients = (gradients) => {',
    decay > 0 && [
      '  tf.tidy(() => {',
      '    for (const { kernel, bias } of net.layers) {',
      '      for (const one of kernel ? [kernel, bias] : [])',
      `        one.write(one.read().mul(1 - ${hasRateSchedule ? 'rate' : 'LEARNING_RATE'} * ${numeral(decay)}));`,
      '    }',
      '  });',
    ],
    '  update(gradients);',
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

function callbacks(plan: Plan, before: readonly Part[]): Part {
  const { earlyStopping, evaluateEvery, restoreBest } = plan.experiment.training;
  const chosen = plan.validates ? 'xVal, yVal' : 'xTest, yTest';
  if (before.length === 0 && !plan.chooses) return null;
  return [
    'callbacks: {',
    before.length > 0 && ['  onBatchBegin: () => {', indented(before, 4), '  },'],
    plan.chooses && [
      '  onEpochEnd: (epoch) => {',
      evaluateEvery > 1 && `    if ((epoch + 1) % ${evaluateEvery} !== 0 && epoch + 1 < EPOCHS) return;`,
      `    const [loss] = evaluate(net, ${chosen}, classes);`,
      '    since++;',
      '    if (loss < best) {',
      '      [best, since] = [loss, 0];',
      restoreBest && '      kept = net.getWeights().map((weight) => weight.arraySync());',
      '    }',
      earlyStopping > 0 && `    if (since >= ${earlyStopping}) net.stopTraining = true;`,
      '  },',
    ],
    '},',
  ];
}

function training(plan: Plan): Part {
  const { experiment, hasDropout, hasDropoutSchedule } = plan;
  const { restoreBest } = experiment.training;
  const before = beforeStep(plan);
  return [
    'async function run(seed, dropout = true) {',
    indented(
      [
        'const data = loadData(generator(seed));',
        'const { outputs, classes } = data;',
        "const target = (y) => (classes ? tf.oneHot(tf.tensor1d(y, 'int32'), outputs).cast('float32') : tf.tensor2d(y));",
        'const [x, xTest] = [tf.tensor2d(data.x), tf.tensor2d(data.xTest)];',
        'const [y, yTest] = [target(data.y), target(data.yTest)];',
        plan.validates && 'const [xVal, yVal] = [tf.tensor2d(data.xVal), target(data.yVal)];',
        'const net = build(x.shape[1], outputs, dropout);',
        `const optimizer = ${optimizer(experiment)};`,
        update(plan),
        'net.compile({ optimizer, loss: lossOf(classes) });',
        before.length > 0 && [
          'const perEpoch = Math.ceil(x.shape[0] / BATCH_SIZE);',
          'let [step, rate] = [0, LEARNING_RATE];',
        ],
        hasDropout &&
          hasDropoutSchedule &&
          "const ratios = net.layers.filter((layer) => 'rate' in layer).map((layer) => [layer, layer.rate]);",
        plan.chooses && 'let [best, since] = [Infinity, 0];',
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

function notesOf({ experiment, notes }: Plan): string[] {
  const { training, data } = experiment;
  return [
    ...notes,
    ...(training.optimizer === 'rmsprop'
      ? [l10n.t('RMSProp of TensorFlow.js adds ε inside of the root.')]
      : []),
    ...(data.source === 'npy' && data.labels === undefined
      ? [l10n.t('Arrays of an .npz have to be saved as two .npy files for this program.')]
      : []),
  ];
}

export const tfjs: CodeGenerator = {
  id: 'tfjs',
  title: 'TensorFlow.js',
  description: () => l10n.t('A program for Node.js or the browser'),
  language: 'javascript',
  extension: '.mjs',
  generate(experiment) {
    const plan = planOf(experiment);
    const { epochs, batchSize, learningRate } = experiment.training;
    const code = program(
      `// Experiment ${titleOf(experiment)} of Dropout Playground. Needs @tensorflow/tfjs.`,
      jsImports(experiment.data),
      "import * as tf from '@tensorflow/tfjs';",
      '',
      `const EPOCHS = ${numeral(epochs)};`,
      `const BATCH_SIZE = ${numeral(batchSize)};`,
      `const LEARNING_RATE = ${numeral(learningRate)};`,
      '',
      jsData(plan),
      '',
      layerClasses(plan),
      network(plan),
      '',
      scores(experiment),
      '',
      training(plan),
      '',
      main(plan),
    );
    return { code, notes: notesOf(plan) };
  },
};
