import assert from 'node:assert/strict';
import { bytesOf, load, refusal } from './support';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const own = `a,colour,kind\n${upTo(20)
  .map((i) => `${i},${i % 3 ? 'red' : 'blue'},${i % 2 ? 'x' : 'y'}`)
  .join('\n')}\n`;
const read = (test: string, more: object = {}, main = own) =>
  load(
    { source: 'csv', file: 'a.csv', target: 'kind', testFile: 'b.csv', ...more },
    { 'a.csv': bytesOf(main), 'b.csv': bytesOf(test) },
  );

describe('a test file of a table', () => {
  it('tests with all of its rows; its columns are found by name', async () => {
    const data = await read('kind,colour,a\nx,red,9.5\ny,blue,100\n', { shuffle: false });
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [16, 4, 2]);
    assert.deepEqual(data.featureNames, ['a', 'colour = blue', 'colour = red']);
    assert.deepEqual([...data.test.y], [0, 1]);
    const [mean, deviation] = [7.5, Math.sqrt((16 * 16 - 1) / 12)];
    assert.ok(
      Math.abs(data.test.x[0] - (9.5 - mean) / deviation) < 1e-5,
      'by the training rows of the first file',
    );
    assert.deepEqual([...data.test.x.subarray(1, 3), ...data.test.x.subarray(4, 6)], [0, 1, 1, 0]);
    assert.deepEqual(data.split, { order: 'fileOrder', testFile: true, redrawn: false });
  });

  it('stays the same for every seed, while training and validation are drawn anew', async () => {
    const of = (seed: number) =>
      load(
        { source: 'csv', file: 'a.csv', testFile: 'b.csv' },
        { 'a.csv': bytesOf(own), 'b.csv': bytesOf('a,colour,kind\n1,red,x\n2,blue,y\n') },
        seed,
      );
    const [one, other] = [await of(1), await of(2)];
    assert.deepEqual(one.test.y, other.test.y);
    assert.notDeepEqual(one.train.y, other.train.y);
  });

  it('may be short or wide: what is missing is named, what is too much left out', async () => {
    assert.match(
      await refusal(read('kind,a\nx,1\n')),
      /^b\.csv: columns of a\.csv are missing in this test file: “colour”\. It has “kind”, “a”/,
    );
    assert.match(await refusal(read('a,colour\n1,red\n')), /^b\.csv: .*missing in this test file: “kind”/);
    const wide = await read('a,colour,more,kind\n1,red,5,x\n2,blue,6,y\n');
    assert.match(wide.notes.join('\n'), /b\.csv has columns that a\.csv has not, which are left out: “more”/);
  });

  it('needs no row numbers, and has none that give the class away', async () => {
    const numbered = `,a,kind\n${upTo(20)
      .map((i) => `${i},${i % 7},${i < 10 ? 'x' : 'y'}`)
      .join('\n')}\n`;
    for (const test of [',a,kind\n0,1,x\n1,2,y\n', 'a,kind\n1,x\n2,y\n'])
      assert.deepEqual((await read(test, {}, numbered)).featureNames, ['a']);
  });

  it('has classes and texts that never train: they are named', async () => {
    const data = await read('a,colour,kind\n1,green,x\n2,red,z\n');
    assert.deepEqual(data.outputNames, ['x', 'y', 'z']);
    const notes = data.notes.join('\n');
    assert.match(notes, /No training row is of class z/);
    assert.match(notes, /“colour”: 1 texts of the test rows never train/);
    assert.deepEqual([...data.test.x.subarray(1, 3)], [0, 0]);
  });

  it('is refused by its own name where it has texts for numbers, or no target', async () => {
    assert.match(
      await refusal(read('a,colour,kind\n1,red,x\nmany,red,y\n')),
      /^b\.csv: row 3: “a” is “many”, and in a\.csv/,
    );
    assert.match(
      await refusal(read('a,colour,kind\n1,red,x\n2,red,\n')),
      /^b\.csv: row 3: the target “kind” is missing/,
    );
    assert.match(await refusal(read('', {})), /^b\.csv: the file is empty/);
  });
});

describe('rows in the order of time', () => {
  const notesOf = async (header: string, row: (i: number) => string, more: object = {}) =>
    (
      await load(
        { source: 'csv', file: 'a.csv', ...more },
        { 'a.csv': bytesOf(`${header}\n${upTo(60).map(row).join('\n')}\n`) },
      )
    ).notes.join('\n');
  const two = (i: number) => String(i).padStart(2, '0');
  const noise = (i: number) => ((i * 7919) % 61) / 61;

  for (const [name, date] of [
    ['ISO dates', (i: number) => `2024-${two(1 + Math.floor(i / 28))}-${two(1 + (i % 28))}`],
    ['times', (i: number) => `2024-03-01 ${two(Math.floor(i / 4))}:${two(15 * (i % 4))}:00`],
    ['dates with the day first', (i: number) => `${1 + (i % 28)}.${1 + Math.floor(i / 28)}.2024`],
    ['dates with the month first', (i: number) => `${1 + Math.floor(i / 28)}/${1 + (i % 28)}/2024`],
  ] as const)
    it(`are noticed by ${name}`, async () => {
      const notes = await notesOf('when,a,y', (i) => `${date(i)},${i % 5},${noise(i)}`);
      assert.match(notes, /ordered in time \(“when” rises\).*data\.shuffle: false/);
      const falling = await notesOf('when,a,y', (i) => `${date(59 - i)},${i % 5},${noise(i)}`);
      assert.match(falling, /the latest first \(“when” falls\)/);
      const kept = await notesOf('when,a,y', (i) => `${date(i)},${i % 5},${noise(i)}`, { shuffle: false });
      assert.doesNotMatch(kept, /ordered in time/);
    });

  it('can be kept in their order', async () => {
    const text = `year,a,y\n${upTo(60)
      .map((i) => `${1950 + i},${i % 5},${noise(i)}`)
      .join('\n')}\n`;
    const data = await load({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytesOf(text) });
    const edits = data.choices?.map(({ edit }) => edit);
    assert.ok(edits?.some(({ path, value }) => path.join('.') === 'data.shuffle' && value === false));
    assert.equal(data.split?.inTime, 'year');
    const kept = await load({ source: 'csv', file: 'a.csv', shuffle: false }, { 'a.csv': bytesOf(text) });
    assert.deepEqual(kept.split, { order: 'fileOrder', testFile: false, redrawn: false, inTime: 'year' });
  });

  it('do not concern a test file, whose rows are fixed', async () => {
    const text = `year,a,y\n${upTo(60)
      .map((i) => `${1950 + i},${i % 5},${noise(i)}`)
      .join('\n')}\n`;
    const data = await load(
      { source: 'csv', file: 'a.csv', testFile: 'b.csv' },
      { 'a.csv': bytesOf(text), 'b.csv': bytesOf('year,a,y\n2020,1,0.5\n2021,2,0.4\n') },
    );
    assert.doesNotMatch(data.notes.join('\n'), /ordered in time/);
    assert.equal(data.split?.inTime, undefined);
  });

  it('are noticed by a year, and by a target that is like the one before', async () => {
    assert.match(await notesOf('year,a,y', (i) => `${1950 + i},${i % 5},${noise(i)}`), /“year” rises/);
    assert.match(
      await notesOf('a,y', (i) => `${i % 5},${Math.sin(i / 8) + noise(i) / 10}`),
      /“y” of a row is like .*autocorrelation 0\.9/,
    );
  });

  it('are not what rows sorted by their target are, nor rows in no order', async () => {
    assert.doesNotMatch(await notesOf('a,y', (i) => `${i % 5},${i * 1.5}`), /ordered in time/);
    assert.doesNotMatch(await notesOf('a,y', (i) => `${i % 5},${i < 30 ? 'p' : 'q'}`), /ordered in time/);
    assert.doesNotMatch(await notesOf('a,y', (i) => `${i % 5},${noise(i)}`), /ordered in time/);
    assert.doesNotMatch(
      await notesOf('when,a,y', (i) => `2024-01-${two(1 + ((i * 11) % 28))},${i % 5},${noise(i)}`),
      /ordered in time/,
    );
  });
});
