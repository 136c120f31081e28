import { type GeneratedSpec, generateDataset } from '../../src/core/datasets/generate';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import { EPOCH_COLUMNS, type EpochRecord } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';

/**
 * Small experiments that use every optimizer, activation, dropout rule, schedule, initializer, loss and data set
 * together, with batches and widths that fill no panel. Nothing here may depend on Node: a browser runs it as well.
 */
export const experiments: Readonly<Record<string, Record<string, unknown>>> = {
  'moons, Adam, ReLU, inverted': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [33, 17] },
    dropout: { ratio: 0.4 },
    training: { optimizer: 'adam', batchSize: 16, epochs: 5 },
  },
  'circles, SGD, tanh, classic': {
    data: { source: 'circles', train: 50, test: 31 },
    network: { hidden: [9, 5, 7], activation: 'tanh', init: 'xavier' },
    dropout: { rule: 'classic', ratio: 0.3, placement: { input: 0.1 } },
    training: {
      ...{ optimizer: 'sgd', learningRate: 0.1, batchSize: 7, epochs: 5 },
      schedule: { kind: 'cosine', floor: 0.1 },
    },
  },
  'xor, momentum, sigmoid, Gaussian': {
    data: { source: 'xor', train: 40, test: 40 },
    network: { hidden: [13], activation: 'sigmoid', init: 'lecun' },
    dropout: { rule: 'gaussian', ratio: 0.25 },
    training: {
      ...{ optimizer: 'momentum', learningRate: 0.05, batchSize: 1, epochs: 3, weightDecay: 0.001 },
      schedule: { kind: 'step', every: 2, gamma: 0.3 },
    },
  },
  'gaussians, Nesterov, SELU, alpha': {
    data: { source: 'gaussians', train: 90, test: 33 },
    network: { hidden: [21, 12], activation: 'selu', init: 'lecun' },
    dropout: { rule: 'alpha', ratio: 0.2, placement: { hidden: [true, 0.1], output: 0.1 } },
    training: {
      ...{ optimizer: 'nesterov', learningRate: 0.02, batchSize: 90, epochs: 6, loss: 'meanSquaredError' },
      schedule: { kind: 'warmup', epochs: 3, start: 0.1 },
    },
  },
  'spiral, RMSprop, GELU, as written': {
    data: { source: 'spiral', train: 64, test: 64 },
    network: { hidden: [40, 40], activation: 'gelu' },
    dropout: { rule: 'as-written', ratio: 0.1, schedule: { kind: 'linear', start: 0, end: 1 } },
    training: { optimizer: 'rmsprop', learningRate: 0.002, batchSize: 10, epochs: 4, maxNorm: 1.5 },
  },
  'surface, AdamW, GELU, inverted': {
    data: { source: 'surface', train: 70, test: 50 },
    network: { hidden: [24, 8], activation: 'gelu', init: 'xavier' },
    dropout: { ratio: 0.15, schedule: { kind: 'late', from: 0.4 } },
    training: {
      optimizer: 'adamw',
      learningRate: 0.01,
      batchSize: 12,
      epochs: 5,
      weightDecay: 0.05,
      l1: 1e-4,
    },
  },
  'dominant feature, SGD, linear, with changes': {
    data: { source: 'dominant-feature', train: 48, test: 20 },
    network: { hidden: [10], activation: 'linear' },
    dropout: { ratio: 0.5, placement: { input: true, hidden: false } },
    training: { optimizer: 'sgd', learningRate: 0.05, batchSize: 9, epochs: 5 },
    changes: [
      { step: 4, ratio: 0.2, learningRate: 0.2 },
      { step: 11, placement: { input: 0.3, hidden: [0.6], output: false } },
    ],
  },
  'digits, Adam, ReLU, early': {
    data: { source: 'digits', train: 130, test: 70 },
    network: { hidden: [100, 70] },
    dropout: { ratio: 0.5, placement: { input: 0.2 }, schedule: { kind: 'early', until: 0.5 } },
    training: { optimizer: 'adam', learningRate: 0.003, batchSize: 50, epochs: 4 },
  },
  'moons, leaky ReLU': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7], activation: 'leakyRelu', negativeSlope: 0.2 },
    training: { batchSize: 16, epochs: 3 },
  },
  'circles, ELU': {
    data: { source: 'circles', train: 61, test: 45 },
    network: { hidden: [13, 7], activation: 'elu', alpha: 0.7 },
    training: { batchSize: 16, epochs: 3 },
  },
  'xor, SiLU': {
    data: { source: 'xor', train: 61, test: 45 },
    network: { hidden: [13, 7], activation: 'silu' },
    training: { batchSize: 16, epochs: 3 },
  },
  'spiral, softplus': {
    data: { source: 'spiral', train: 61, test: 45 },
    network: { hidden: [13, 7], activation: 'softplus' },
    training: { batchSize: 16, epochs: 3 },
  },
  'moons, Adagrad': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { optimizer: 'adagrad', learningRate: 0.05, batchSize: 16, epochs: 3 },
  },
  'circles, Adamax, norm clipped': {
    data: { source: 'circles', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { optimizer: 'adamax', learningRate: 0.01, clipNorm: 0.2, batchSize: 16, epochs: 3 },
  },
  'xor, NAdam, values clipped': {
    data: { source: 'xor', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { optimizer: 'nadam', learningRate: 0.01, clipValue: 0.01, batchSize: 16, epochs: 3 },
  },
  'spiral, Lion, decay': {
    data: { source: 'spiral', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { optimizer: 'lion', learningRate: 0.001, weightDecay: 0.1, batchSize: 16, epochs: 3 },
  },
  'moons, exponential': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, schedule: { kind: 'exponential', gamma: 0.9 } },
  },
  'moons, warm restarts': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, schedule: { kind: 'restarts', first: 1, times: 2 } },
  },
  'moons, one cycle': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, schedule: { kind: 'oneCycle' } },
  },
  'digits, labels smoothed': {
    data: { source: 'digits', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 3, labelSmoothing: 0.1 },
  },
  'digits, input noise, groups': {
    data: { source: 'digits', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    dropout: { ratio: 0.3, groupSize: 3, inputGroups: 'features', placement: { input: 0.1 } },
    training: { batchSize: 16, epochs: 3, inputNoise: 0.2 },
  },
  'spiral, mixup': {
    data: { source: 'spiral', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 3, mixup: 0.4 },
  },
  'circles, DropConnect, batch normalization': {
    data: { source: 'circles', train: 61, test: 45 },
    network: { hidden: [13, 7], normalization: { kind: 'batch' } },
    training: { batchSize: 16, epochs: 3, dropConnect: 0.3, clipNorm: 0.5 },
  },
  'moons, on a plateau': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 9, schedule: { kind: 'plateau', patience: 0, factor: 0.5 } },
  },
  'moons, binary cross-entropy': {
    data: { source: 'moons', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, loss: 'binaryCrossEntropy' },
  },
  'surface, absolute errors': {
    data: { source: 'surface', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, loss: 'meanAbsoluteError' },
  },
  'surface, Huber': {
    data: { source: 'surface', train: 61, test: 45 },
    network: { hidden: [13, 7] },
    training: { batchSize: 16, epochs: 5, loss: 'huber', huberDelta: 0.5 },
  },
};

/** What is hashed as records; validation samples change none of it, and have a hash of their own. */
const RECORDED = EPOCH_COLUMNS.filter((column) => !column.startsWith('validation'));

const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** FNV-1a with 64 bits, over the bytes of numbers, least significant byte first. */
class Hash {
  #value = 0xcbf29ce484222325n;
  readonly #bytes = new DataView(new ArrayBuffer(8));

  #add(bytes: number): void {
    for (let i = 0; i < bytes; i++) {
      this.#value = ((this.#value ^ BigInt(this.#bytes.getUint8(i))) * PRIME) & MASK;
    }
  }

  singles(values: Float32Array): void {
    for (const value of values) {
      this.#bytes.setFloat32(0, value, true);
      this.#add(4);
    }
  }

  /** NaN has many bit patterns, all of them the same number. */
  double(value: number): void {
    if (Number.isNaN(value)) this.#bytes.setUint32(0, 0, true);
    else this.#bytes.setFloat64(0, value, true);
    this.#add(Number.isNaN(value) ? 4 : 8);
  }

  toString(): string {
    return this.#value.toString(16).padStart(16, '0');
  }
}

/** Hashes of a finished training: its data, its records and predictions, its weights, and its validation. */
export interface Fingerprint {
  readonly data: string;
  readonly records: string;
  readonly weights: string;
  readonly validation: string;
}

async function fingerprint(fields: Record<string, unknown>, seed: number): Promise<Fingerprint> {
  const parsed = parseExperiment({ version: 1, seed, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  const { experiment } = parsed;
  const data = generateDataset(experiment.data as GeneratedSpec, seed);
  const trainer = createTrainer({ spec: experiment, data, variant: 'dropout', seed });
  const [ofData, ofRecords, ofWeights, ofValidation] = [new Hash(), new Hash(), new Hash(), new Hash()];
  for (const { x, y } of [data.train, data.test]) {
    ofData.singles(x);
    ofData.singles(y);
  }
  const add = (record: EpochRecord) => {
    for (const column of RECORDED) ofRecords.double(record[column]);
    ofValidation.double(record.validationLoss);
    ofValidation.double(record.validationScore);
  };
  add(trainer.evaluate());
  while (!trainer.outcome) {
    const { epoch } = trainer.advance(1000);
    if (epoch) add(epoch);
  }
  ofRecords.singles(trainer.predict(data.test.x, data.test.count));
  for (const { w, b } of trainer.weights()) {
    ofWeights.singles(w);
    ofWeights.singles(b);
  }
  trainer.dispose();
  if (data.validation) ofValidation.singles(data.validation.x);
  return {
    data: `${ofData}`,
    records: `${ofRecords}`,
    weights: `${ofWeights}`,
    validation: `${ofValidation}`,
  };
}

/** Trains every experiment; fingerprints by name, and one of a stream of normal numbers. */
export async function fingerprints(): Promise<Record<string, Fingerprint | string>> {
  const result: Record<string, Fingerprint | string> = {};
  for (const [index, [name, fields]] of Object.entries(experiments).entries()) {
    result[name] = await fingerprint(fields, index === 0 ? 0 : 1000 + index);
  }
  const stream = createStream(4294967295, 'analysis');
  const normal = new Hash();
  for (let i = 0; i < 10_000; i++) normal.double(stream.normal());
  result['normal numbers'] = `${normal}`;
  return result;
}
