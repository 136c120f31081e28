import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { optunaScript } from '../../../src/study/journal/optuna-script';
import { evaluateProposals } from '../../../src/study/journal/proposals';
import { parseJson } from '../../../src/study/journal/python-json';
import { StudyJournal } from '../../../src/study/journal/study-journal';
import { skip } from '../../support/skip';
import { point, setup, useFolder } from './support';

/** Debian's `python3-optuna` is of the system's Python, which need not be the first. */
const pythonWithOptuna = () =>
  ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', 'import optuna']).status === 0);

interface Read {
  directions: string[];
  userAttributes: Record<string, unknown>;
  metric: string[];
  best: [number, number] | null;
  trials: {
    number: number;
    state: string;
    value: number | null;
    params: Record<string, unknown>;
    distributions: Record<string, string>;
    intermediate: Record<string, number>;
    user: Record<string, unknown>;
    seconds: number | null;
  }[];
}

describe('Optuna and a study of ours', function () {
  this.timeout(60_000);
  const folder = useFolder();
  const path = () => join(folder(), 'study 그.log');

  let python: string | undefined;

  before(function () {
    python = pythonWithOptuna();
    if (!python) skip(this, 'no Python here has Optuna (Debian: python3-optuna)');
  });

  async function optuna<T>(command: string, name = setup.name): Promise<T> {
    const script = resolve('test/study/journal/with-optuna.py');
    const { stdout } = await promisify(execFile)(python!, [script, command, path(), name]);
    const { result, warnings } = parseJson(stdout) as unknown as { result: T; warnings: string[] };
    assert.deepEqual(warnings, []);
    return result;
  }

  /** Every state that a trial can have; 8 trials. */
  async function written(): Promise<StudyJournal> {
    const study = await StudyJournal.create(path(), setup);
    const withMomentum = { ...point, 'training.optimizer': 2, 'training.momentum': 0.9 };
    const ends = { ...point, 'training.learningRate': 1e-4, 'dropout.ratio': 0.9, 'network.depth': 5 };
    const others = { ...point, 'seed.scale': 1, 'network.layers': 2, 'training.nesterov': 0 };
    await study.add(
      [point, withMomentum, ends, others, { ...point, 'seed.scale': 3 }, point, point, point],
      'sobol',
    );
    await study.claim(7);
    await study.release([6]);
    await study.report(0, [
      [10, 0.5],
      [20, 0.4],
    ]);
    for (const seed of setup.seeds)
      await study.setSeed(0, seed, { validationLoss: 0.3 + seed, testLoss: Number.NaN });
    await study.tell(0, { state: 'complete', value: 0.4 });
    await study.tell(1, { state: 'complete', value: Number.POSITIVE_INFINITY });
    await study.report(2, [
      [1, Number.NaN],
      [2, 0.75],
    ]);
    await study.tell(2, { state: 'pruned', reason: 'above the median' });
    await study.tell(3, { state: 'pruned', reason: 'before its first epoch' });
    await study.tell(4, { state: 'failed', reason: 'the loss is NaN – 발산' });
    return study;
  }

  it('reads every kind of trial and parameter, without a warning', async () => {
    await written();
    const read = await optuna<Read>('check');
    assert.deepEqual(read.directions, ['MINIMIZE']);
    assert.deepEqual(read.metric, ['validation loss']);
    assert.deepEqual(JSON.parse(read.userAttributes['playground:experiment'] as string), setup.experiment);
    assert.deepEqual(read.best, [0, 0.4]);
    assert.equal(read.trials.length, 8);
    assert.deepEqual(
      read.trials.map(({ state, value }) => [state, value]),
      [
        ['COMPLETE', 0.4],
        ['COMPLETE', Number.POSITIVE_INFINITY],
        ['PRUNED', 0.75],
        ['PRUNED', null],
        ['FAIL', null],
        ['RUNNING', null],
        ['WAITING', null],
        ['WAITING', null],
      ],
    );
    const [first, second, third, fourth, fifth] = read.trials;
    assert.deepEqual(first!.params, {
      'training.learningRate': 0.003,
      'dropout.ratio': 0.3,
      'data.noise': 0.2,
      'network.depth': 3,
      'training.batchSize': 32,
      'network.layers': '[64,64]',
      'training.nesterov': true,
      'training.optimizer': 'adam',
      'seed.scale': '1',
    });
    assert.equal(second!.params['training.optimizer'], 'rmsprop – 최적화');
    assert.equal(second!.params['training.momentum'], 0.9);
    assert.deepEqual(first!.intermediate, { 10: 0.5, 20: 0.4 });
    assert.deepEqual(third!.intermediate, { 1: Number.NaN, 2: 0.75 });
    assert.equal(third!.user['playground:reason'], 'above the median');
    assert.equal(fourth!.params['seed.scale'], 'true');
    assert.equal(fifth!.params['seed.scale'], 'null');
    assert.deepEqual(parseJson(first!.user['playground:seed 2'] as string), {
      validationLoss: 2.3,
      testLoss: Number.NaN,
    });
    assert.ok(first!.seconds! >= 0 && first!.seconds! < 60);
    assert.deepEqual(parseJson(first!.distributions['dropout.ratio']!), {
      name: 'FloatDistribution',
      attributes: { step: 0.1, low: 0, high: 0.9, log: false },
    });
  });

  it('reads a journal of several studies, and one whose writer was killed in the middle of a line', async () => {
    await written();
    await StudyJournal.create(path(), { ...setup, name: 'second' });
    appendFileSync(path(), '{"op_code":4,"study_id":1,"datet');
    const second = await StudyJournal.open(path(), 'second');
    await second.begin([point], 'grid');
    await second.tell(0, { state: 'complete', value: 0.25 });
    const read = await optuna<Read>('check', 'second');
    assert.deepEqual(
      read.trials.map(({ state, value }) => [state, value]),
      [['COMPLETE', 0.25]],
    );
    assert.equal((await optuna<Read>('check')).trials.length, 8);
  });

  it('extends it by trials of every kind, which we take and whose enqueued one we evaluate', async () => {
    const study = await written();
    assert.equal(await optuna<number>('extend'), 10);
    assert.ok(await study.refresh());
    assert.equal(study.faultCount, 0);
    // Optuna asks for those of ours that wait before it proposes some.
    const states = () => study.trials.slice(6).map(({ state, value }) => [state, value]);
    assert.deepEqual(states(), [
      ['pruned', 0.75],
      ['failed', undefined],
      ['complete', 0.125],
      ['complete', Number.NEGATIVE_INFINITY],
      ['waiting', undefined],
    ]);
    assert.deepEqual(
      [...study.trials[8]!.intermediateValues],
      [
        [1, Number.NEGATIVE_INFINITY],
        [2, 0.125],
      ],
    );
    assert.deepEqual(study.trials[8]!.point, point);
    const [enqueued] = await study.claim(9);
    assert.deepEqual(enqueued?.point, { ...point, 'training.learningRate': 0.05 });
    await study.tell(10, { state: 'complete', value: 0.1 });
    const read = await optuna<Read>('check');
    assert.equal(read.trials[10]?.value, 0.1);
    assert.equal(read.trials[10]?.params['network.layers'], '[64,64]');
  });

  it('ends a trial that was begun by us, and knows how long it took', async () => {
    const study = await StudyJournal.create(path(), setup);
    await study.add([point], 'grid');
    await study.claim(1);
    const seconds = await optuna<number>('end-running');
    assert.ok(seconds >= 0 && seconds < 60, `${seconds}`);
    await study.refresh();
    assert.equal(study.trials[0]?.value, 0.5);
    assert.ok(!(await study.tell(0, { state: 'complete', value: 0.5 })));
  });

  it('writes to a journal while we do, and neither loses anything', async () => {
    const study = await StudyJournal.create(path(), setup);
    const theirs = await StudyJournal.create(path(), { ...setup, name: 'theirs' });
    let isOver = false;
    const optimizing = optuna<number>('optimize', 'theirs').finally(() => {
      isOver = true;
    });
    let count = 0;
    while (!isOver) {
      await study.add([point], 'grid');
      for (const { number } of await study.claim(1)) {
        await study.setSeed(number, 1, { validationLoss: number });
        await study.tell(number, { state: 'complete', value: number });
        count++;
      }
      // Whenever Optuna finds the lock taken, it waits for twice as long as before, up to a second.
      await setTimeout(50);
    }
    const best = await optimizing;
    await theirs.refresh();
    assert.equal(theirs.faultCount, 0);
    assert.equal(theirs.trials.length, 12);
    assert.ok(
      theirs.trials.every(
        ({ state, intermediateValues }) => state === 'complete' && intermediateValues.size === 3,
      ),
    );
    assert.equal(Math.min(...theirs.trials.map(({ value }) => value!)), best);
    const ours = (await optuna<Read>('check')).trials;
    assert.equal(ours.length, count);
    assert.ok(ours.every(({ state, value, number }) => state === 'COMPLETE' && value === number));
  });

  it('proposes trials by the lines that we offer, and gets them evaluated', async () => {
    const study = await StudyJournal.create(path(), setup);
    const script = join(folder(), 'propose.py');
    const { name, parameters } = setup;
    writeFileSync(script, optunaScript({ journal: path(), study: name, parameters, trials: 12 }));
    const child = spawn(python!, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    const stop = new AbortController();
    child.on('exit', () => stop.abort());
    let evaluated = 0;
    await evaluateProposals(
      study,
      async ({ number, point }) => {
        evaluated++;
        const value = (point['dropout.ratio']! - 0.3) ** 2 + number / 1e6;
        return { outcome: { state: 'complete', value }, results: new Map([[1, { validationLoss: value }]]) };
      },
      { atOnce: 2, signal: stop.signal, everyMilliseconds: 20 },
    );
    const [out, err, [code]] = await output;
    assert.equal(code, 0, err);
    assert.equal(evaluated, 12);
    await study.refresh();
    assert.equal(study.trials.length, 12);
    assert.ok(study.trials.every(({ state, point }) => state === 'complete' && point));
    const best = Math.min(...study.trials.map(({ value }) => value!));
    assert.equal(Number.parseFloat(out), best);
    assert.equal((await optuna<Read>('check')).trials.length, 12);
  });
});

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let all = '';
  for await (const chunk of stream!) all += chunk;
  return all;
}
