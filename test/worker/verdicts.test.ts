import assert from 'node:assert/strict';
import { createStream } from '../../src/core/random';
import { verdictWords } from '../../src/experiment/words';
import { type Judged, judged } from './judged';

/** A table of `rows` rows from a function of its own stream of random numbers. */
function table(
  head: string,
  rows: number,
  row: (i: number, normal: () => number) => readonly unknown[],
): string {
  const stream = createStream(17, 'analysis');
  const lines = Array.from({ length: rows }, (_, i) => row(i, () => stream.normal()).join(','));
  return `${head}\n${lines.join('\n')}\n`;
}

const adam = (more: object = {}) => ({ optimizer: 'adam', epochs: 100, ...more });
const kinds = ({ verdict }: Judged) => verdict.advice.map(({ kind }) => kind);

/** Five measurements of three kinds, kind after kind, as such files ship. */
const sorted = table('a,b,c,d,kind', 150, (i, normal) => {
  const kind = Math.floor(i / 50);
  return [...Array.from({ length: 4 }, () => kind * 1.5 + normal()), ['first', 'second', 'third'][kind]];
});

describe('verdicts on real trainings', function () {
  this.timeout(120_000);

  it('a drop ratio that costs accuracy is no help, whatever the last test loss says', async () => {
    const said = await judged({ dropout: { ratio: 0.9 }, seeds: 5, baseline: true });
    assert.doesNotMatch(said.title, /helps/);
    assert.match(said.text, /Accuracy 8\d\.\d% against 8\d\.\d%/);
    assert.match(said.text, /Each at its best epoch/);
    assert.ok(said.verdict.evidence.dropoutScore.mean < said.verdict.evidence.baselineScore.mean);
  });

  it('noise is not underfitting: no advice to grow a network that is large enough', async () => {
    const said = await judged({
      data: { source: 'moons', noise: 1 },
      training: adam({ epochs: 60 }),
      seeds: 3,
      baseline: true,
    });
    assert.notEqual(said.verdict.kind, 'underfitting');
    assert.ok(!kinds(said).includes('biggerNetwork'));
  });

  it('labels that are noise teach nothing, and dropout is not called a help for that', async () => {
    const file = table('a,b,y', 300, (_, normal) => [normal(), normal(), normal() > 0 ? 'p' : 'q']);
    const data = { source: 'csv', file: 'noise.csv' };
    const said = await judged(
      { data, training: adam({ epochs: 150 }), seeds: 3, baseline: true },
      { 'noise.csv': file },
    );
    assert.equal(said.verdict.kind, 'nothingLearned');
    assert.match(said.text, /Guessing costs 0\.69/);
    assert.deepEqual(kinds(said), []);
  });

  for (const [name, training] of [
    ['Adam at 1e-6', { optimizer: 'adam', learningRate: 1e-6 }],
    ['SGD at 1e-4', { optimizer: 'sgd', learningRate: 1e-4 }],
    ['momentum at 1e-5', { optimizer: 'momentum', learningRate: 1e-5 }],
  ] as const) {
    for (const baseline of [false, true]) {
      it(`suspects a learning rate that is far too low: ${name}${baseline ? ', compared' : ''}`, async () => {
        const said = await judged({ training: { ...training, epochs: 150 }, baseline });
        assert.equal(said.verdict.kind, 'tooSlow');
        const [first] = said.verdict.advice;
        assert.equal(first.kind, 'raiseLearningRate');
        assert.ok(first.value! >= 0.001);
        assert.ok(!kinds(said).some((kind) => ['lowerRatio', 'noDropout', 'biggerNetwork'].includes(kind)));
      });
    }
  }

  it('a target that grows past what trained has not blown up: it drifts, and is named', async () => {
    const file = table('i,y', 500, (i) => [i, Math.exp(i / 40)]);
    const data = { source: 'csv', file: 'growth.csv', shuffle: false };
    const said = await judged({ data, training: adam(), baseline: true }, { 'growth.csv': file });
    assert.equal(said.verdict.kind, 'unlikeTraining');
    assert.match(said.text, /“y” drifts/);
    assert.match(said.text, /“i” leaves its training range/);
    assert.deepEqual(said.verdict.advice, [{ kind: 'shuffleRows' }]);
    assert.ok(!kinds(said).includes('lowerLearningRate'));
  });

  it('one number far away in one test row is extrapolation, and its column is named', async () => {
    const file = table('a,b,y', 200, (i, normal) => {
      const [a, b] = [normal(), normal()];
      return [i === 190 ? 99_999 : a, b, a + b > 0 ? 'p' : 'q'];
    });
    const data = { source: 'csv', file: 'far.csv', shuffle: false };
    const said = await judged({ data, training: adam(), seeds: 3, baseline: true }, { 'far.csv': file });
    assert.equal(said.verdict.kind, 'unlikeTraining');
    assert.match(said.text, /“a” leaves its training range/);
  });

  it('rows sorted by class are shuffled, each class alike; in the order of the file the verdict says so', async () => {
    const data = { source: 'csv', file: 'sorted.csv' };
    const files = { 'sorted.csv': sorted };
    const shuffled = await judged({ data, training: adam({ epochs: 60 }), seeds: 2, baseline: true }, files);
    assert.deepEqual(shuffled.info.cautions, []);
    assert.equal(shuffled.info.majority?.share.toFixed(2), '0.33');
    const ordered = await judged(
      { data: { ...data, shuffle: false }, training: adam({ epochs: 60 }), seeds: 2, baseline: true },
      files,
    );
    assert.equal(ordered.verdict.kind, 'unlikeTraining');
    assert.match(ordered.text, /100\.0% of the test rows are of classes that hardly train: “third”/);
  });

  it('names the accuracy of always saying the frequent class, and what scores do not flatter', async () => {
    const file = table('a,b,y', 1000, (i, normal) => [normal(), normal(), i % 100 === 7 ? 'yes' : 'no']);
    const data = { source: 'csv', file: 'rare.csv' };
    const said = await judged({ data, training: adam({ epochs: 40 }), baseline: true }, { 'rare.csv': file });
    assert.match(said.text, /“no” is 99\.0% of the test rows/);
    assert.match(said.text, /balanced accuracy 50\.0%, macro F1 0\.50/);
    const [dropout] = verdictWords(said.verdict).confusions;
    assert.deepEqual(dropout.classes, ['no', 'yes']);
    assert.deepEqual(dropout.rows, [
      [198, 0],
      [2, 0],
    ]);
  });

  it('one test row decides nothing', async () => {
    const data = { source: 'csv', file: 'sorted.csv', test: 1, redraw: false };
    const said = await judged(
      { data, training: adam({ epochs: 40 }), seeds: 3, baseline: true },
      { 'sorted.csv': sorted },
    );
    assert.equal(said.verdict.kind, 'tooFewTestRows');
    assert.match(said.title, /: 1\.$/);
  });

  it('says why the validation loss lies below the training loss', async () => {
    const said = await judged({ training: adam({ epochs: 60 }) });
    assert.match(said.text, /lies below the training loss with dropout on/);
  });

  it('owns a choice that the test set made', async () => {
    const without = { data: { source: 'moons', validation: 0 }, seeds: 2, baseline: true };
    assert.match((await judged(without)).text, /No validation set/);
    assert.doesNotMatch((await judged({ ...without, data: { source: 'moons' } })).text, /No validation set/);
  });

  it('does not advise another ratio against the slip, nor hidden layers that are not there', async () => {
    const slip = await judged({ dropout: { rule: 'as-written', ratio: 0.2 }, seeds: 3, baseline: true });
    assert.ok(!kinds(slip).some((kind) => kind === 'lowerRatio' || kind === 'raiseRatio'));
    assert.match(slip.text, /slip “as written”/);
    const flat = await judged({ network: { hidden: [] }, training: adam({ epochs: 20 }), baseline: true });
    assert.equal(flat.verdict.kind, 'nothingDropped');
    assert.deepEqual(kinds(flat), []);
  });

  it('names the schedule that keeps dropout away', async () => {
    const dropout = { schedule: { kind: 'linear', start: 0, end: 0 } };
    const never = await judged({ dropout, training: adam({ epochs: 12 }), baseline: true });
    assert.match(never.text, /the dropout schedule keeps the drop ratio at 0/);
    assert.deepEqual(kinds(never), ['constantRatio']);
  });

  it('a verdict that depends on the learning rate names it', async () => {
    const at = (learningRate: number) =>
      judged({ training: { optimizer: 'adam', learningRate, epochs: 300 }, seeds: 3, baseline: true });
    const [low, high] = [await at(0.0003), await at(0.003)];
    assert.equal(low.verdict.kind, 'noDifference', low.title);
    assert.doesNotMatch(high.title, /Dropout helps here/, 'stopped in time, the other side is as good');
    assert.match(
      high.text,
      /All of this holds at learning rate 0\.003; the best rate of each side may differ\./,
    );
  });
});
