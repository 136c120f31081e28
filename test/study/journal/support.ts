import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LockClock } from '../../../src/study/journal/lock';
import type { StudySetup } from '../../../src/study/journal/setup';

/** A new folder for each test, with what paths may have in them. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal of 드롭아웃 '));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** A clock that goes on only where somebody sleeps. */
export class FakeClock implements LockClock {
  milliseconds = 0;
  readonly sleeps: number[] = [];
  /** Called in every sleep. */
  onSleep: () => void = () => {};

  now(): number {
    return this.milliseconds;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.milliseconds += milliseconds;
    this.sleeps.push(milliseconds);
    this.onSleep();
    await new Promise(setImmediate);
  }
}

/** A study with every kind of parameter. */
export const setup: StudySetup = {
  name: '드롭 비율 "½" und 🎲',
  experiment: { version: 1, training: { epochs: 30 }, data: { file: 'own data.csv' } },
  parameters: [
    { name: 'training.learningRate', distribution: { kind: 'float', low: 1e-4, high: 0.1, log: true } },
    { name: 'dropout.ratio', distribution: { kind: 'float', low: 0, high: 0.95, log: false, step: 0.1 } },
    { name: 'data.noise', distribution: { kind: 'float', low: 0.1, high: 0.5, log: false } },
    { name: 'network.depth', distribution: { kind: 'integer', low: 1, high: 6, log: false, step: 2 } },
    { name: 'training.batchSize', distribution: { kind: 'integer', low: 8, high: 256, log: true, step: 1 } },
    {
      name: 'network.layers',
      distribution: { kind: 'choice', count: 3 },
      choices: [[64], [64, 64], [128, 'x', null]],
    },
    { name: 'training.nesterov', distribution: { kind: 'choice', count: 2 }, choices: [false, true] },
    {
      name: 'training.optimizer',
      distribution: { kind: 'choice', count: 3 },
      choices: ['sgd', 'adam', 'rmsprop – 최적화'],
    },
    {
      name: 'training.momentum',
      distribution: { kind: 'float', low: 0, high: 0.99, log: false },
      when: { name: 'training.optimizer', values: [0, 2] },
    },
    { name: 'seed.scale', distribution: { kind: 'choice', count: 4 }, choices: [1, true, 0.5, null] },
  ],
  seeds: [1, 2, 3],
  metric: 'validation loss',
};

/** A point of {@link setup}; with Adam there is no momentum. */
export const point = {
  'training.learningRate': 0.003,
  'dropout.ratio': 0.3,
  'data.noise': 0.2,
  'network.depth': 3,
  'training.batchSize': 32,
  'network.layers': 1,
  'training.nesterov': 1,
  'training.optimizer': 1,
  'seed.scale': 0,
};
