import assert from 'node:assert/strict';
import { createStream } from '../../src/core/random';
import { judged } from './judged';

type Row = readonly unknown[];

const csv = (head: string, rows: readonly Row[]) => `${head}\n${rows.map((row) => row.join()).join('\n')}\n`;

/** Rows from a stream of normal numbers of their own. */
function draw(count: number, seed: number, row: (normal: () => number, i: number) => Row): Row[] {
  const stream = createStream(seed, 'analysis');
  return Array.from({ length: count }, (_, i) => row(() => stream.normal(), i));
}

/** Two features and a class that they say with noise. */
const cloud = (count: number, seed: number) =>
  draw(count, seed, (normal) => {
    const [a, b] = [normal(), normal()];
    return [a, b, a + b + normal() > 0 ? 'p' : 'q'];
  });

const run = (files: Record<string, string>, data: object = {}, more: object = {}) =>
  judged(
    {
      data: { source: 'csv', file: 'a.csv', ...data },
      network: { hidden: [16] },
      training: { optimizer: 'adam', epochs: 60 },
      baseline: true,
      seeds: 3,
      ...more,
    },
    files,
  );

describe('verdicts on rows of a file', function () {
  this.timeout(120_000);

  it('rows that stand in it several times train and test', async () => {
    const once = cloud(50, 3);
    const said = await run({ 'a.csv': csv('a,b,y', [once, once, once, once].flat()) });
    assert.equal(said.verdict.kind, 'leaked');
    assert.match(said.text, /copies of training rows|copy of a training row/);
    assert.deepEqual(said.verdict.advice, []);
  });

  it('a test file that holds the training rows', async () => {
    const [train, fresh] = [cloud(120, 4), cloud(80, 5)];
    const files = { 'a.csv': csv('a,b,y', train), 'b.csv': csv('a,b,y', [...train.slice(0, 60), ...fresh]) };
    const same = await run(files, { testFile: 'a.csv' });
    assert.equal(same.verdict.kind, 'leaked');
    assert.equal((await run(files, { testFile: 'b.csv' })).verdict.kind, 'leaked');
    const own = await run({ ...files, 'b.csv': csv('a,b,y', fresh) }, { testFile: 'b.csv' });
    assert.notEqual(own.verdict.kind, 'leaked');
  });

  it('a column that gives the target away', async () => {
    const rows = draw(150, 6, (normal) => {
      const [a, b] = [normal(), normal()];
      const y = Math.exp(a + 0.3 * normal());
      return [a, b, Math.log(y).toFixed(4), y.toFixed(5)];
    });
    const said = await run({ 'a.csv': csv('a,b,logarithm,y', rows) });
    assert.equal(said.verdict.kind, 'leaked');
    assert.match(said.text, /“logarithm” gives the target away/);
    const without = await run(
      { 'a.csv': csv('a,b,logarithm,y', rows) },
      { columns: { logarithm: 'leaveOut' } },
    );
    assert.notEqual(without.verdict.kind, 'leaked');
  });

  it('an outlier that a later seed or part tests on is named, with the number of seeds', async () => {
    const rows = draw(120, 7, (normal, i) => {
      const [a, b] = [normal(), normal()];
      return [a, i === 5 ? 50_000 : b, 2 * a + 0.3 * normal()];
    });
    const said = await run({ 'a.csv': csv('a,b,y', rows) }, { folds: 4 }, { seeds: 4 });
    assert.equal(said.verdict.kind, 'unlikeTraining');
    assert.match(
      said.text,
      /In 1 of 4 seeds: “b” leaves its training range in \d test rows?, by (up to )?\d/,
    );
  });

  it('a handful of training rows is called that, and not unlike the test rows', async () => {
    const said = await run({ 'a.csv': csv('a,b,y', cloud(200, 8)) }, { train: 6, validation: 40 });
    assert.notEqual(said.verdict.kind, 'unlikeTraining');
    assert.match(said.text, /Only 6 rows train/);
  });

  it('a spread, and a rule, that change in the course of the file', async () => {
    const late = (i: number) => i >= 150;
    const wide = draw(250, 9, (normal, i) => {
      const a = normal();
      return [a, normal(), (late(i) ? 6 : 1) * (a + 0.2 * normal())];
    });
    const spread = await run({ 'a.csv': csv('a,b,y', wide) }, { shuffle: false });
    assert.equal(spread.verdict.kind, 'unlikeTraining');
    assert.match(spread.text, /“y” drifts: in the test rows its standard deviation is \d\.\d+ times/);
    const turned = draw(250, 10, (normal, i) => {
      const a = normal();
      return [a, normal(), a > 0 === late(i) ? 'p' : 'q'];
    });
    const reversed = await run({ 'a.csv': csv('a,b,y', turned) }, { shuffle: false });
    assert.equal(reversed.verdict.kind, 'unlikeTraining');
    assert.match(reversed.text, /of the test rows are right, where chance alone gives/);
  });
});
