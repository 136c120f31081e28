import assert from 'node:assert/strict';
import { bytesOf, csv, idx, load, npy } from './support';

/** A table of 60 rows whose columns are asked for by name. */
function tableOf(columns: Readonly<Record<string, (row: number) => string>>): string {
  const names = Object.keys(columns);
  const rows = Array.from({ length: 60 }, (_, row) => names.map((name) => columns[name](row)).join(','));
  return [names.join(','), ...rows].join('\n');
}

const kinds = (row: number) => ['low', 'mid', 'high'][(row * 7) % 3];
const numbers = (row: number) => String((((row * 37) % 61) + 0.5) / 4);

describe('what is known of each column of a table', () => {
  it('is its role, how it was scaled, what is missing in it, and why it is left out', async () => {
    const text = tableOf({
      area: (row) => (row % 20 === 7 ? '' : numbers(row)),
      depth: (row) => (row === 5 ? 'n/m' : numbers(row + 3)),
      soil: (row) => (row === 9 ? '' : ['clay', 'sand'][row % 2]),
      remark: (row) => `r${(row * 31) % 60} x`,
      plain: () => '4',
      secret: numbers,
      kind: kinds,
    });
    const data = await csv(text, { columns: { secret: 'leaveOut' }, shuffle: false });
    const facts = Object.fromEntries(data.columns!.map((one) => [one.name, one]));
    assert.deepEqual(
      data.columns!.map(({ name }) => name),
      ['kind', 'area', 'depth', 'soil', 'remark', 'plain', 'secret'],
    );
    assert.deepEqual(facts.kind, {
      name: 'kind',
      role: 'target',
      kind: 'category',
      scaling: { how: 'classes', classes: 3 },
    });
    const { area } = facts;
    assert.ok(area.scaling?.how === 'standardized');
    assert.deepEqual([area.missing, area.filledWith], [3, area.scaling.mean]);
    assert.deepEqual([facts.depth.missing, facts.depth.odd], [1, 1]);
    assert.deepEqual(facts.soil.scaling, { how: 'oneHot', categories: 2 });
    assert.deepEqual([facts.soil.missing, typeof facts.soil.filledWith], [1, 'string']);
    assert.equal(facts.remark.leftOut?.why, 'manyTexts');
    assert.equal(facts.plain.leftOut?.why, 'constant');
    assert.equal(facts.secret.leftOut?.why, 'asked');
  });

  it('says what else a column could be read as, only where it could', async () => {
    const text = tableOf({
      plot: (row) => String(row % 4),
      code: (row) => (row % 2 ? '7' : 'seven'),
      soil: (row) => ['clay', 'sand'][row % 2],
      area: (row) => String(row * row + 0.25),
      yield: (row) => String(((row * 13) % 29) + 0.5),
    });
    const { columns } = await csv(text);
    const alternatives = Object.fromEntries(columns!.map(({ name, alternative }) => [name, alternative]));
    assert.deepEqual(alternatives, {
      yield: 'category',
      plot: 'category',
      code: 'number',
      soil: undefined,
      area: undefined,
    });
  });

  it('covers columns that count rows and those of the test file alone', async () => {
    const table = tableOf({ '': (row) => String(row), area: numbers, kind: kinds });
    const test = tableOf({ area: numbers, weather: numbers, kind: kinds });
    const data = await load(
      { source: 'csv', file: 'a.csv', testFile: 'b.csv' },
      { 'a.csv': bytesOf(table), 'b.csv': bytesOf(test) },
    );
    assert.deepEqual(
      data.columns!.map(({ name, leftOut }) => [name, leftOut?.why]),
      [
        ['kind', undefined],
        ['column 1', 'rowNumber'],
        ['area', undefined],
        ['weather', 'testFileOnly'],
      ],
    );
  });

  it('counts the rows that are left out for want of a target', async () => {
    const text = tableOf({ area: numbers, kind: (row) => (row % 10 === 3 ? '' : kinds(row)) });
    const { columns } = await csv(text, { unlabeled: 'leaveOut' });
    assert.equal(columns![0].missing, 6);
  });
});

describe('what is known of arrays and images', () => {
  it('is one line for all pixels', async () => {
    const pixels = Array.from({ length: 20 * 12 }, (_, i) => (i * 53) % 256);
    const labels = Array.from({ length: 20 }, (_, i) => i % 2);
    const data = await load(
      { source: 'idx', images: 'i', labels: 'l' },
      { i: idx([20, 3, 4], pixels), l: idx([20], labels) },
    );
    assert.deepEqual(data.columns, [
      {
        name: 'label',
        role: 'target',
        kind: 'category',
        scaling: { how: 'classes', classes: 2 },
        alternative: 'number',
      },
      { name: '4 × 3', role: 'feature', kind: 'pixels', scaling: { how: 'divided', shift: 0, divisor: 255 } },
    ]);
  });

  it('takes one-hot labels for nothing but classes, and whole numbers for either', async () => {
    const x = npy(
      '<f8',
      [20, 2],
      Array.from({ length: 40 }, (_, i) => (i * 17) % 23),
    );
    const read = async (labels: Uint8Array) => {
      const files = { 'x.npy': x, 'y.npy': labels };
      return (await load({ source: 'npy', file: 'x.npy', labels: 'y.npy' }, files)).columns![0].alternative;
    };
    const classes = Array.from({ length: 20 }, (_, i) => i % 2);
    const hot = classes.flatMap((one) => [one, 1 - one]);
    assert.equal(await read(npy('<i4', [20], classes)), 'number');
    assert.equal(await read(npy('<i4', [20, 2], hot)), undefined);
  });

  it('is one line for all measurements', async () => {
    const x = Array.from({ length: 60 }, (_, i) => (i * 17) % 23);
    const data = await load(
      { source: 'npy', file: 'x.npy', labels: 'y.npy' },
      {
        'x.npy': npy('<f8', [20, 3], x),
        'y.npy': npy(
          '<i4',
          [20],
          Array.from({ length: 20 }, (_, i) => i % 2),
        ),
      },
    );
    assert.deepEqual(data.columns![1], {
      name: 'x0 … x2',
      role: 'feature',
      kind: 'number',
      scaling: { how: 'standardizedEach' },
    });
  });
});

describe('rows in no set', () => {
  it('are counted where the experiment asks for fewer', async () => {
    const text = tableOf({ area: numbers, kind: kinds });
    const { split } = await csv(text, { train: 20, validation: 5, test: 10 });
    assert.equal(split?.unused, 25);
    assert.ok(!Object.hasOwn((await csv(text)).split!, 'unused'));
  });
});
