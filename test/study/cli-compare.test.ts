import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderedSections } from '../../src/cli/ordered-sections';
import { workerScript } from '../worker/built-worker';
import { cli as run } from './cli-support';

const tiny = {
  version: 1,
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [8] },
  dropout: { ratio: 0.3 },
  training: { epochs: 12 },
};

const fair = (experiment: object, ...flags: string[]) =>
  run(
    ['compare', '-', '--fair', '--json', '--trials', '3', '--seeds', '2', ...flags],
    JSON.stringify(experiment),
  );

describe('compare on the command line', () => {
  before(() => {
    workerScript();
  });

  it('tries learning rates on each side, then fresh seeds, then answers', async () => {
    const { code, lines } = await fair(tiny, '--fresh', '7');
    assert.equal(code, 0);
    const trials = lines.filter(({ type }) => type === 'trial');
    assert.equal(trials.length, 2 * 3 * 2);
    for (const { side, values, seed, state, reason, validationLoss } of trials) {
      assert.ok(['dropout', 'no dropout'].includes(side));
      assert.ok(values['training.learningRate'] > 0 && [1, 2].includes(seed));
      assert.ok(validationLoss > 0 && (state === 'complete' || (state === 'pruned' && reason === 'beaten')));
    }
    const fresh = lines.filter(({ type }) => type === 'fresh');
    assert.deepEqual(
      fresh.map(({ seed }) => seed),
      [3, 4, 5, 6, 7, 8, 9, 3, 4, 5, 6, 7, 8, 9],
    );
    const answer = lines.at(-1);
    assert.equal(answer.type, 'answer');
    assert.ok(['lower', 'higher', 'none', 'open'].includes(answer.claim));
    assert.equal(answer.seeds, 7);
    assert.deepEqual(
      answer.sides.map(({ name }: { name: string }) => name),
      ['dropout', 'no dropout'],
    );
    const losses = (side: string) => fresh.filter((one) => one.side === side).map(({ testLoss }) => testLoss);
    const [a, b] = [losses('dropout'), losses('no dropout')];
    const mean = a.reduce((sum, loss, i) => sum + loss - b[i], 0) / 7;
    assert.ok(Math.abs(answer.difference.mean - mean) < 1e-12);
    assert.ok(answer.difference.low <= mean && mean <= answer.difference.high);
  });

  it('prints the same whatever the number of threads', async () => {
    const [one, two] = [
      await fair(tiny, '--fresh', '7', '--threads', '1'),
      await fair(tiny, '--fresh', '7', '--threads', '4'),
    ];
    assert.equal(one.out, two.out);
  });

  it('compares as they are without --fair, and says that nothing was tuned', async () => {
    const { code, out } = await run(['compare', '-', '--fresh', '7'], JSON.stringify(tiny));
    assert.equal(code, 0);
    assert.match(out, /Each side is trained on 7 seeds/);
    assert.match(out, /Nothing was tuned/);
    assert.match(out, /no dropout: .*no dropout/);
  });

  it('compares several files, the first with each of the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'compare '));
    try {
      const files = ['narrow', 'wide', 'none'].map((name) => join(folder, `${name}.dropout.json`));
      writeFileSync(files[0]!, JSON.stringify({ ...tiny, network: { hidden: [4] } }));
      writeFileSync(files[1]!, JSON.stringify({ ...tiny, network: { hidden: [16] } }));
      writeFileSync(files[2]!, JSON.stringify({ ...tiny, dropout: { ratio: 0 } }));
      const { lines } = await run(['compare', ...files, '--json', '--fresh', '7']);
      const { sides, comparisons } = lines.at(-1);
      assert.deepEqual(
        sides.map(({ name }: { name: string }) => name),
        ['narrow', 'wide', 'none'],
      );
      assert.deepEqual(
        comparisons.map(({ first, second }: { first: string; second: string }) => [first, second]),
        [
          ['narrow', 'wide'],
          ['narrow', 'none'],
        ],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('compares regularizers with none, and says what each costs', async () => {
    const flags = ['--regularizers', '--trials', '2', '--seeds', '1', '--fresh', '7'];
    const input = JSON.stringify({ ...tiny, training: { ...tiny.training, weightDecay: 0.1 } });
    const { code, lines } = await run(['compare', '-', '--json', ...flags], input);
    assert.equal(code, 0);
    const { sides, comparisons } = lines.at(-1);
    const names = ['dropout', 'weight decay', 'max-norm', 'batch normalization', 'early stopping'];
    const all = ['none', ...names, 'input noise', 'DropConnect', 'mixup'];
    assert.deepEqual(
      sides.map(({ name }: { name: string }) => name),
      all,
    );
    assert.equal(comparisons.length, all.length - 1);
    const epochs = sides.map(({ epoch }: { epoch: { mean: number } }) => epoch.mean);
    const stopped = all.indexOf('early stopping');
    assert.ok(
      epochs.every((mean: number, i: number) => i === stopped || mean === epochs[0]),
      `${epochs}`,
    );
    assert.equal(sides[0].cost, 1);
    for (const { cost, test } of sides) assert.ok(cost > 0 && test.mean > 0, `${cost} ${test.mean}`);
    const strengths = sides.map(({ best }: { best: object }) => Object.keys(best).length);
    assert.deepEqual(strengths, [1, 2, 2, 2, 1, 1, 2, 2, 2]);
    const { out } = await run(['compare', '-', ...flags], input);
    assert.match(out, /^none: .*no dropout/m);
    assert.match(out, /^ +learning rate +strength .*time$/m);
    assert.match(out, /^mixup .* × \d+\.\d\d$/m);
    assert.match(out, /its own strength/);
  });

  it('refuses what cannot be compared', async () => {
    const nothing = await run(['compare', '-'], JSON.stringify({ ...tiny, dropout: { ratio: 0 } }));
    assert.deepEqual([nothing.code, /nothing is dropped/.test(nothing.err)], [2, true]);
    const none = await run(['compare']);
    assert.deepEqual([none.code, /takes one experiment file/.test(none.err)], [2, true]);
    const tuned = await run(['compare', '-', '--trials', '3'], JSON.stringify(tiny));
    assert.deepEqual([tuned.code, /--fair/.test(tuned.err)], [2, true]);
    const data = { source: 'csv', file: 'there is none.csv' };
    const missing = await run(['compare', '-'], JSON.stringify({ ...tiny, data }));
    assert.deepEqual([missing.code, /there is none\.csv/.test(missing.err)], [2, true]);
    const other = await run(['compare', '-', '--report', 'x.md'], JSON.stringify(tiny));
    assert.deepEqual([other.code, /no option --report/.test(other.err)], [2, true]);
  });

  it('ends when it is interrupted, with the status of the signal', async () => {
    const long = { ...tiny, training: { epochs: 1_000_000 } };
    const { code, err } = await run(['compare', '-'], JSON.stringify(long), 300);
    assert.equal(code, 130);
    assert.match(err, /Stopped \(Ctrl\+C\)/);
  });
});

describe('Ordered sections', () => {
  it('pass on what comes first at once, and the rest in order', () => {
    const written: string[] = [];
    const sections = new OrderedSections(3, (text) => written.push(text));
    sections.add(1, 'b1');
    sections.add(0, 'a1');
    sections.end(1);
    sections.add(2, 'c1');
    assert.deepEqual(written, ['a1']);
    sections.end(0);
    assert.deepEqual(written, ['a1', 'b1', 'c1']);
    sections.add(2, 'c2');
    assert.deepEqual(written.at(-1), 'c2');
  });
});
