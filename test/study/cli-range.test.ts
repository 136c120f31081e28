import assert from 'node:assert/strict';
import { workerScript } from '../worker/built-worker';
import { cli } from './cli-support';

const tiny = {
  version: 1,
  data: { source: 'moons', train: 60, test: 20 },
  network: { hidden: [8] },
  dropout: { ratio: 0.1 },
  training: { optimizer: 'sgd' },
};
const range = (experiment: object, ...flags: string[]) =>
  cli(['lr-range', '-', '--json', ...flags], JSON.stringify(experiment));

describe('lr-range on the command line', () => {
  before(() => {
    workerScript();
  });

  it('prints each step, what each seed shows, and an answer', async () => {
    const { code, lines } = await range(tiny, '--seeds', '4');
    assert.equal(code, 0);
    const rates = lines.filter(({ type }) => type === 'rate');
    assert.deepEqual([...new Set(rates.map(({ seed }) => seed))], [1, 2, 3, 4]);
    for (const seed of [1, 2, 3, 4]) {
      const own = rates.filter((one) => one.seed === seed);
      assert.deepEqual(own[0].learningRate, 1e-6);
      assert.deepEqual(own.at(-1).step, own.length);
      const { startLoss, steepest, turn, diverges, lambdaMax, limit } = lines.find(
        (one) => one.type === 'seed' && one.seed === seed,
      );
      assert.ok(startLoss > 0 && steepest <= turn && turn < diverges);
      assert.ok(Math.abs(limit * lambdaMax - 2) < 1e-9);
      assert.equal(own.at(-1).learningRate, diverges);
    }
    const { type, suggestion, reason, seeds } = lines.at(-1);
    assert.deepEqual([type, seeds], ['answer', 4]);
    if (suggestion) assert.ok(suggestion.low < suggestion.rate && suggestion.rate < suggestion.high);
    else assert.equal(reason, 'apart');
  });

  it('prints the same whatever the number of workers', async () => {
    const [one, four] = [
      await range(tiny, '--seeds', '3', '--workers', '1'),
      await range(tiny, '--seeds', '3', '--workers', '4'),
    ];
    assert.equal(one.out, four.out);
  });

  it('tests a network that several threads would share in a training', async () => {
    const wide = { version: 1, data: { source: 'digits', train: 40, test: 10 } };
    const { code, err, lines } = await range(wide, '--seeds', '1');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(lines.at(-1).type, 'answer');
  });

  it('suggests nothing on one seed, and nothing where nothing can be learned', async () => {
    const one = await range(tiny, '--seeds', '1');
    assert.deepEqual([one.lines.at(-1).suggestion, one.lines.at(-1).reason], [null, 'fewSeeds']);
    // A drop ratio this close to 1 leaves nothing of the features.
    const dead = { ...tiny, network: { hidden: [] }, dropout: { ratio: 0.999, placement: { input: true } } };
    const none = await range({ ...dead, training: { optimizer: 'sgd', maxNorm: 1e-6 } }, '--seeds', '3');
    assert.deepEqual([none.lines.at(-1).suggestion, none.lines.at(-1).reason], [null, 'noFall']);
  });

  it('says in words where the loss falls and turns, and what 2/λmax is for the optimizer', async () => {
    const plain = await cli(['lr-range', '-', '--seeds', '3'], JSON.stringify(tiny));
    assert.match(
      plain.out,
      /seed 1: loss [\d.]+ at first, falls steepest at \S+, lowest at \S+, diverges at/,
    );
    assert.match(plain.out, /gradient descent diverges above 2\/λmax/);
    const adam = await cli(
      ['lr-range', '-', '--seeds', '3'],
      JSON.stringify({ ...tiny, training: { optimizer: 'adam' } }),
    );
    assert.match(adam.out, /bounds no adaptive optimizer/);
  });

  it('refuses what it cannot test', async () => {
    for (const [args, input, said] of [
      [[], '', /takes one experiment file/],
      [['-', '--seeds', '0'], '{}', /from 1 to 100/],
      [['-', '--fair'], '{}', /has no option --fair/],
      [['-'], JSON.stringify({ ...tiny, data: { source: 'csv', file: 'none here.csv' } }), /none here\.csv/],
    ] as const) {
      const { code, err } = await cli(['lr-range', ...args], input);
      assert.equal(code, 2);
      assert.match(err, said);
    }
  });

  it('ends when it is interrupted, with the status of the signal', async () => {
    const { code, err } = await cli(
      ['lr-range', '-', '--seeds', '100'],
      JSON.stringify({ ...tiny, network: { hidden: [256, 256] } }),
      300,
    );
    assert.equal(code, 130);
    assert.match(err, /Stopped \(Ctrl\+C\)/);
  });
});
