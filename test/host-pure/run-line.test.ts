import assert from 'node:assert/strict';
import fc from 'fast-check';
import { courseText, courseWords, differencesOf, lineOf, resultWords } from '../../src/host/run-line';
import { changed, type Marks, type MarksChange, marksLine, readMarks } from '../../src/host/store/marks';
import { sparkOf, sparkText } from '../../src/host/store/spark';
import { COLUMNS, Curve } from '../../src/report/curve';
import { end, experiment, run } from './fixtures';

describe('a line of the list of runs', () => {
  const training = experiment().training;
  const summaryOf = (changes = {}) => end(run({ experiment: experiment(changes) })).summary();

  it('has the losses, the course, the seeds, what differs from the run below, and tags', () => {
    const below = summaryOf();
    const line = {
      ...summaryOf({ training: { ...training, epochs: 41 } }),
      testLoss: { dropout: 0.3125, baseline: 0.45 },
      seeds: { dropout: 5, baseline: 5 },
      errors: { dropout: 0.004, baseline: null },
      spark: [0.8, 0.4, 0.2],
      tags: ['best'],
    };
    assert.equal(lineOf(line, below), '0.313 / 0.450 █▄▂ · n = 5 · epochs 41 · #best');
    assert.equal(resultWords(line), 'test loss 0.313 ± 0.004 (standard error, n = 5), without dropout 0.450');
    assert.equal(courseText(line), 'Test loss by epoch, 0 to 0.800: █▄▂');
    assert.equal(courseWords(line), 'test loss goes from 0.800 to 0.200, at its lowest 0.200');
  });

  it('does not say twice what a name says, and says what went back to the default', () => {
    const [plain, long] = [summaryOf(), summaryOf({ training: { ...training, epochs: 41 } })];
    assert.deepEqual(differencesOf(plain, long), ['default epochs']);
    assert.deepEqual(differencesOf({ ...long, name: 'mine · epochs 41' }, plain), []);
    const fast = summaryOf({ training: { ...training, learningRate: 0.1 } });
    assert.deepEqual(differencesOf(fast, plain), [], 'an unnamed run is called by its rate');
    assert.deepEqual(differencesOf({ ...fast, name: 'mine', named: true }, plain), ['learning rate 0.1']);
    assert.deepEqual(differencesOf(fast, undefined), []);
  });

  it('tells of a run that goes on, and of one that failed', () => {
    const going = { ...summaryOf(), status: 'running' as const, spark: [] };
    assert.match(lineOf(going, undefined), /^running/);
    assert.match(
      lineOf({ ...going, status: 'completed', diverged: 1200 }, undefined),
      /^diverged at step 1,200/,
    );
  });
});

describe('the course in a line', () => {
  it('stands on zero: half as high is half the loss, and what is flat looks flat', () => {
    assert.equal(sparkText([0.8, 0.4, 0.1]), '█▄▁');
    assert.equal(sparkText([0.5, 0.49, 0.5]), '███');
    assert.equal(sparkText([0.5, 9, 0.5]), '▄█▄', 'a spike is cut off');
    assert.equal(sparkText([0.5]), '');
    assert.equal(sparkText([0, 0]), '');
  });

  it('is the mean over the epochs that all seeds have, up to where a number ends', () => {
    const curve = (epochs: number, loss: (epoch: number) => number) => {
      const rows = new Float64Array(epochs * COLUMNS);
      for (let epoch = 0; epoch < epochs; epoch++)
        rows.fill(loss(epoch), epoch * COLUMNS, (epoch + 1) * COLUMNS);
      for (let epoch = 0; epoch < epochs; epoch++) rows[epoch * COLUMNS] = epoch;
      return new Curve(4_000, rows);
    };
    const spark = sparkOf([curve(500, () => 1), curve(100, () => 3)]);
    assert.deepEqual(new Set(spark), new Set([2]));
    assert.deepEqual(sparkOf([]), []);
    assert.deepEqual(sparkOf([curve(1, () => 1)]), []);
    const broken = sparkOf([curve(100, (epoch) => (epoch < 50 ? 1 : Number.NaN))]);
    assert.ok(broken.length > 2 && broken.length < 10 && broken.every((value) => value === 1));
  });
});

/** The items of two lists, each in its order, mixed as `order` says; what it leaves over comes last. */
function interleaved<T>(one: readonly T[], two: readonly T[], order: readonly boolean[]): T[] {
  const [first, second] = [[...one], [...two]];
  const mixed = order.flatMap((isFirst) => (isFirst ? first : second).shift() ?? []);
  return [...mixed, ...first, ...second] as T[];
}

describe('marks of a run', () => {
  const read = (text: string) => {
    const complaints: unknown[] = [];
    return { marks: readMarks(text, (why) => complaints.push(why)), complaints };
  };

  it('are read from the first format, which had a name alone', () => {
    assert.deepEqual(read('{"name":"half dropped"}\n').marks, { name: 'half dropped' });
  });

  it('lose nothing but a line that was cut off or damaged', () => {
    const text = `${marksLine({ name: 'a' })}${marksLine({ tagged: ['x'] }).slice(0, -4)}${marksLine({ note: 'n\nm' })}`;
    const { marks, complaints } = read(text);
    assert.deepEqual(marks, { name: 'a', note: 'n\nm' });
    assert.equal(complaints.length, 1);
    assert.deepEqual(read('{"tagged":7}\nnull\n[]\n{"__proto__":{"pinned":true}}').marks, {});
  });

  it('come out the same however the lines of two windows lie among each other, for what each alone has set', () => {
    const change = fc.record({ tagged: fc.subarray(['a', 'b']), pinned: fc.boolean() }, { requiredKeys: [] });
    const other = fc.record(
      { untagged: fc.subarray(['c', 'd']), note: fc.string({ maxLength: 20 }) },
      { requiredKeys: [] },
    );
    const start: Marks = { name: 'n', tags: ['c', 'd', 'e'] };
    fc.assert(
      fc.property(fc.array(change), fc.array(other), fc.array(fc.boolean()), (one, two, order) => {
        const marks = interleaved<MarksChange>(one, two, order).reduce(changed, start);
        const straight = [...one, ...two].reduce(changed, start);
        assert.deepEqual(
          { ...marks, tags: [...(marks.tags ?? [])].sort() },
          { ...straight, tags: [...(straight.tags ?? [])].sort() },
        );
        const text = [{ name: 'n', tagged: ['c', 'd', 'e'] }, ...one, ...two].map(marksLine).join('');
        assert.deepEqual(read(text), { marks: straight, complaints: [] });
      }),
    );
  });
});
