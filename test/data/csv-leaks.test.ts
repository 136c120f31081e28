import assert from 'node:assert/strict';
import { editExperiment } from '../../src/experiment/edit';
import { parseExperiment } from '../../src/experiment/parse';
import { csv, refusal } from './support';

const ROWS = 40;
/** A table of a column `x` that says little, a column and a target. */
const table = (header: string, cell: (i: number) => unknown, target: (i: number) => unknown) =>
  `x,${header},y\n${Array.from({ length: ROWS }, (_, i) => `${((i * 17) % ROWS) / 10},${cell(i)},${target(i)}`).join('\n')}\n`;

const label = (i: number) => (i % 3 ? 'p' : 'q');
const size = (i: number) => ((i * 29) % ROWS) + 0.25;
const price = (i: number) => Math.exp(size(i) / 10);

describe('a column that gives the target away', () => {
  for (const [name, header, cell, target, words] of [
    ['the target again', 'kind', label, label, /“kind” says the same as the target “y”/],
    ['its codes', 'code', (i: number) => (i % 3 ? 7 : 3), label, /“code” says the same/],
    [
      'its codes with gaps',
      'code',
      (i: number) => (i === 5 ? '' : i % 3 ? 7 : 3),
      label,
      /“code” says the same/,
    ],
    ['other units', 'fahrenheit', (i: number) => (size(i) * 9) / 5 + 32, size, /“fahrenheit” says the same/],
    ['rounded', 'rounded', (i: number) => (-3 * size(i)).toFixed(1), size, /“rounded” says the same/],
    ['Id', 'Id', (i: number) => ((i * 13) % ROWS) + 1000, label, /“Id” has a different number in every row/],
    [
      'customer_id',
      'customer_id',
      (i: number) => ((i * 13) % ROWS) * 7,
      label,
      /“customer_id” has a different/,
    ],
    [
      'a finer class',
      'kind',
      (i: number) => (i % 3 ? `p${i % 2}` : 'q'),
      label,
      /Each value of “kind” stands with one class of the target “y” only/,
    ],
    ['its rank', 'rank', (i: number) => (i * 29) % ROWS, price, /“rank” has the order of the target “y”/],
    ['its logarithm', 'log', (i: number) => Math.log(size(i)).toFixed(6), size, /“log” has the order of the/],
    [
      'its logarithm with gaps',
      'log',
      (i: number) => (i === 4 ? '' : -Math.log(size(i))),
      size,
      /“log” has the order of the/,
    ],
    ['rounded to tens', 'tens', (i: number) => Math.round(size(i) / 15), size, /“tens” has the order of the/],
    ['a counter', 'nth', (i: number) => i + 5, label, /“nth” numbers the rows in their order/],
    ['a counter backwards', 'left', (i: number) => ROWS - i, label, /“left” numbers the rows/],
    ['a counter with gaps', 'kept', (i: number) => i * i + 3, label, /“kept” numbers the rows/],
  ] as const)
    it(`is named and left out by an edit: ${name}`, async () => {
      const text = table(header, cell, target);
      const data = await csv(text, { shuffle: false });
      assert.match(data.notes.join('\n'), words);
      const choice = data.choices?.find(({ message }) => words.test(message));
      assert.ok(choice);
      const parsed = parseExperiment({ version: 1, data: { source: 'csv', file: 'a.csv', shuffle: false } });
      assert.ok(parsed.ok);
      const edited = editExperiment(parsed.experiment, choice.edit.path, choice.edit.value);
      assert.ok(edited.ok, JSON.stringify(edited));
      const without = await csv(text, edited.experiment.data as unknown as Record<string, unknown>);
      assert.deepEqual(without.featureNames, ['x']);
      assert.deepEqual(without.choices, undefined);
    });

  it('is none where column and target grow, or shrink, with the rows: that may be the time', async () => {
    for (const at of [(i: number) => i, (i: number) => 100 - i]) {
      const lines = Array.from({ length: 50 }, (_, i) => [(i * 17) % 7, at(i) + 0.5, Math.exp(at(i) / 30)]);
      assert.equal(
        (await csv(`x,day,y\n${lines.map((line) => line.join()).join('\n')}\n`, {})).leaks,
        undefined,
      );
    }
  });

  it('leaks one class of several, or together with others the whole target', async () => {
    const colours = ['red', 'green', 'blue'];
    const row = (i: number) => [(i * 17) % 7, ...colours.map((_, c) => Number(i % 3 === c)), colours[i % 3]];
    const lines = Array.from({ length: 60 }, (_, i) => row(i));
    const hot = await csv(`x,red,green,blue,y\n${lines.map((line) => line.join()).join('\n')}\n`, {});
    assert.match(hot.notes.join(), /“red” tells the class “red” of the target “y” from all others/);
    assert.deepEqual(hot.leaks, { names: colours, complete: true });
    const one = lines.map((line) => [line[0], line[1], line[4]].join()).join('\n');
    assert.deepEqual((await csv(`x,red,y\n${one}\n`, {})).leaks, { names: ['red'], complete: false });
    const last = await csv(
      `x,red,green,blue\n${lines.map((line) => line.slice(0, 4).join()).join('\n')}\n`,
      {},
    );
    assert.deepEqual(last.leaks, { names: ['red', 'green'], complete: true });
    assert.match(last.notes.join(), /“green” is never 1 where the target “blue” is/);
    assert.equal(
      (
        await csv(
          table('a', (i) => `c${i % 4}`, label),
          {},
        )
      ).leaks,
      undefined,
    );
  });

  it('is the index of a shuffled frame, which has no name among names', async () => {
    const shuffled = Array.from({ length: 30 }, (_, i) => [(i * 7) % 30, i % 4, i % 3 ? 'p' : 'q'].join());
    const data = await csv(`,a,y\n${shuffled.join('\n')}\n`, {});
    assert.match(data.notes.join(), /“column 1” has a different number in every row/);
    assert.ok(data.choices?.some(({ edit }) => edit.path.join('.') === 'data.columns.column 1'));
    assert.equal(data.leaks, undefined, 'it names rows, and gives nothing away');
  });

  it('is left out at once where pandas wrote it, wherever it stands', async () => {
    const counted = await csv(
      table('Unnamed: 0', (i) => i, label),
      { shuffle: false },
    );
    assert.deepEqual(counted.featureNames, ['x']);
    assert.match(
      counted.notes.join(),
      /“Unnamed: 0”, which pandas wrote and which counts the rows, is left out/,
    );
    assert.deepEqual(
      (
        await csv(
          table('', (i) => i, label),
          { shuffle: false },
        )
      ).featureNames,
      ['x'],
    );
  });

  it('is none: measurements, categories, a finer class in numbers, whole numbers that repeat', async () => {
    for (const cell of [
      (i: number) => ((i * 7) % ROWS) + 0.5,
      (i: number) => `c${i % 4}`,
      (i: number) => (i % 3 ? i % 2 : 2),
      (i: number) => (i * 7) % ROWS,
    ])
      assert.deepEqual((await csv(table('a', cell, label), { shuffle: false })).choices, undefined);
    const noisy = await csv(
      table('a', (i) => size(i) + (i % 5) * 2, size),
      { shuffle: false },
    );
    assert.deepEqual(noisy.choices, undefined);
  });
});

describe('what columns are said to be', () => {
  const text = table('Id', (i) => i, label);

  it('leaves columns out, the last one too', async () => {
    const data = await csv(
      table('class', label, (i) => i * i),
      { columns: { y: 'leaveOut' }, shuffle: false },
    );
    assert.deepEqual([data.task, data.featureNames], ['classification', ['x']]);
  });

  it('makes categories of numbers', async () => {
    const data = await csv(
      table('zip', (i) => i % 3, size),
      { columns: { zip: 'category' }, shuffle: false },
    );
    assert.deepEqual(data.featureNames, ['x', 'zip = 0', 'zip = 1', 'zip = 2']);
  });

  it('is refused for a column that is not there, and for the target', async () => {
    assert.match(
      await refusal(csv(text, { columns: { ID: 'leaveOut' } })),
      /data\.columns names “ID”.*“x”, “Id”, “y”/,
    );
    assert.match(
      await refusal(csv(text, { columns: { y: 'leaveOut' }, target: 'y' })),
      /“y” is the target, and data\.columns leaves it out/,
    );
  });
});
