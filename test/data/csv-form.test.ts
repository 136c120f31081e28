import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readTable, type TableSpec } from '../../src/data/csv-table';
import { bytesOf, csv, load, refusal, rowsOf } from './support';

function read(text: string | Uint8Array, spec: TableSpec = {}) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const table = readTable('a.csv', bytes, () => {}, spec);
  return {
    names: table.columns.map(({ name }) => name),
    first: table.columns.map(({ numbers, texts }) => (texts ? texts.values[texts.codes[0]] : numbers[0])),
    rows: table.rows,
    notes: table.remarks.notes.join('\n'),
    choices: table.remarks.choices,
    place: table.place,
  };
}

const repeated = (rows: readonly string[], times = 4) => `${Array(times).fill(rows.join('\n')).join('\n')}\n`;

describe('a table without a header', () => {
  const iris = '5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n';
  const adult =
    '39, State-gov, 77516, Bachelors, 13, Never-married, <=50K\n50, Self-emp, 83311, Bachelors, 13, Married, <=50K\n38, Private, 215646, HS-grad, 9, Divorced, >50K\n';
  const mnist = '5,0,0,253,0\n0,0,18,7,0\n4,0,0,0,12\n';
  const cars = repeated([
    'vhigh,vhigh,2,2,small,low,unacc',
    'high,vhigh,2,more,med,low,acc',
    'vhigh,med,5more,4,big,high,unacc',
  ]);
  const mushrooms = repeated(['p,x,s,n,t,p', 'e,x,s,y,t,a', 'e,b,s,w,t,l', 'p,x,y,w,t,p']);

  for (const [name, text, first] of [
    ['Iris', iris, 5.1],
    ['Adult', adult, 39],
    ['MNIST', mnist, 5],
    ['cars', cars, 'vhigh'],
    ['mushrooms', mushrooms, 'p'],
    ['decimal commas', '5,1;3,5\n4,9;3,0\n7,1;3,2\n', 5.1],
    ['a missing first cell', '?,3.5,a\n4.9,3,b\n5,2.5,a\n', Number.NaN],
  ] as const)
    it(`keeps its first row: ${name}`, () => {
      const { names, first: cells, rows, notes, choices } = read(text);
      assert.equal(names[0], 'column 1');
      assert.equal(cells[0], first);
      assert.equal(rows, text.trim().split('\n').length);
      assert.match(notes, /first row looks like the others and is read as data/);
      assert.deepEqual(choices[0].edit, { path: ['data', 'header'], value: true });
    });

  it('predicts its last column', async () => {
    const data = await csv(repeated(iris.trim().split('\n')), { shuffle: false });
    assert.deepEqual(data.outputNames, ['Iris-setosa', 'Iris-versicolor']);
    assert.deepEqual(data.featureNames, ['column 1', 'column 2', 'column 3', 'column 4']);
  });

  it('has one if the user declares it, otherwise none', () => {
    assert.deepEqual(read(iris, { header: true }).names[4], 'Iris-setosa');
    const none = read('a,b\n1,2\n3,4\n', { header: false });
    assert.deepEqual([none.names, none.first, none.notes], [['column 1', 'column 2'], ['a', 'b'], '']);
  });
});

describe('a header', () => {
  for (const [name, text, names] of [
    ['names above numbers', 'a,b\n1,2\n3,4\n', ['a', 'b']],
    ['a name that is a number', 'id,2,label\n1,5,p\n2,7,q\n', ['id', '2', 'label']],
    ['years', 'country,2000,2001,2002\nKorea,1.5,2.5,3\nPeru,1,3,2\n', ['country', '2000', '2001', '2002']],
    ['a name before years', 'year,2019,2020\n1,2,3\n4,5,6\n7,8,9\n', ['year', '2019', '2020']],
    ['counted columns', '0,1,2,3\n0.5,-1.2,3.3,1\n0.1,2,1.5,0\n', ['0', '1', '2', '3']],
    ['names above texts', 'city,kind\nSeoul,p\nBusan,q\nSeoul,q\n', ['city', 'kind']],
    ['a name above a column with gaps', 'a,b\n,\nNA,2\n3,\n4,1\n', ['a', 'b']],
  ] as const)
    it(`is seen: ${name}`, () => assert.deepEqual(read(text).names, names));

  it('may have units below it', () => {
    const { names, first, rows, notes } = read(
      'mass,height,kind\n[kg],[cm],-\n70,180,a\n60,170,b\n50,165,a\n',
    );
    assert.deepEqual([names, first, rows], [['mass', 'height', 'kind'], [70, 180, 'a'], 3]);
    assert.match(notes, /The row below the header \(“\[kg\] \[cm\] -”\) holds units/);
    assert.equal(read('t,v,y\ns,m/s,\n1,2,3\n4,5,6\n7,8,9\n').rows, 3);
    assert.equal(read('a,b\n>5,1\n2,3\n4,5\n').rows, 3, 'an odd cell is no unit');
  });

  it('may be one name short, as R writes it', () => {
    const r = '"mpg" "cyl" "kind"\n"Mazda RX4" 21 6 "a b"\n"Datsun 710" 22.8 4 "c"\n"Valiant" 18.1 6 "c"\n';
    const { names, first, notes } = read(r);
    assert.deepEqual(
      [names, first],
      [
        ['mpg', 'cyl', 'kind'],
        [21, 6, 'a b'],
      ],
    );
    assert.match(notes, /one name short: the first column, which names the rows, is left out/);
    assert.deepEqual(read('a,b\n1,0.5,2\n2,0.7,3\n').names, ['a', 'b']);
  });

  it('may stand in a comment, as NumPy writes it', () => {
    assert.deepEqual(read('# x y z\n1.5 2.5 0\n2.5 3.5 1\n3 4 1\n').names, ['x', 'y', 'z']);
    assert.deepEqual(read('# x,y\n1.5,2.5\n2.5,3.5\n').names, ['x', 'y']);
    assert.deepEqual(read('# x,y\n1.5,2.5\n2.5,3.5\n', { header: true }).names, ['x', 'y']);
    assert.deepEqual(read('#x,y\n1.5,2.5\n2.5,3.5\n').names, ['#x', 'y']);
  });
});

describe('what stands around the cells', () => {
  for (const [name, text] of [
    ['sep=;', 'sep=;\na;b\n1;2\n3;4\n'],
    ['"sep=|"', '"sep=|"\r\na|b\r\n1|2\r\n3|4\r\n'],
    [
      'comments and blank lines',
      '# made by a program, 2020\n\na,b\n# halfway, says: hello\n1,2\n\n3,4\n#end\n',
    ],
    ['blanks', 'a b\n1 2\n3 4\n'],
    ['columns of blanks', '  a    b\n  1    2\n 13    4\n'],
    ['a separator behind each row of data', 'a,b\n1,2,\n3,4,\n'],
    ['two byte order marks', '\ufeff\ufeffa,b\n1,2\n3,4\n'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['bars', 'a|b\n1|2\n3|4\n'],
  ] as const)
    it(`is seen: ${name}`, () => {
      const { names, first, rows } = read(text);
      assert.deepEqual([names, first.slice(1), rows], [['a', 'b'], [2], 2]);
    });

  it('is guessed by what all rows have, not by the header alone', () => {
    assert.deepEqual(read('name, first;b\nx, y;1\nz, u;2\n').names, ['name, first', 'b']);
    assert.deepEqual(read('a;b;c\n1,5;2,5;3\n2,5;1,5;4\n').names, ['a', 'b', 'c']);
    assert.deepEqual(read('a;b,c\n1;2,3\n', { delimiter: ',' }).names, ['a;b', 'c']);
  });

  it('may be blanks with a tab before the last cell', () => {
    const { names, first } = read(
      '18.0  8  307.0\t"a car"\n15.0  8  350.0\t"another one"\n25.0  4  98.00\t"a third car"\n',
    );
    assert.deepEqual([names.length, first], [4, [18, 8, 307, 'a car']]);
    assert.deepEqual(read('name\tb\nJo Ann\t1\nTed Roe\t2\n').names, ['name', 'b']);
  });

  it('rows are counted as the file has them', () => {
    const { place } = read('sep=;\n# c\na;b\n1;2\n\n"3\n";4\n5;6\n');
    assert.deepEqual([0, 1, 2].map(place), [
      'row 3 (line 4 of the file)',
      'row 5 (line 6 of the file)',
      'row 6 (line 8 of the file)',
    ]);
  });

  it('a cell that begins with # is data', () => {
    assert.equal(read('tag,y\n#red,1\n#blue,2\n#N/A,3\n').rows, 3);
  });
});

describe('encodings', () => {
  const table = 'größe,y\n1,schön\n2,café\n3,schön\n';

  it('Windows-1252 is read and said', () => {
    const { names, notes } = read(new Uint8Array(Buffer.from(table, 'latin1')));
    assert.deepEqual(names, ['größe', 'y']);
    assert.match(notes, /not UTF-8 and is read as Western European/);
  });

  it('Korean of older spreadsheets is read and said', () => {
    const korean = [
      0xc5, 0xa9, 0xb1, 0xe2, 0x2c, 0x79, 0x0a, 0x31, 0x2c, 0xb0, 0xa1, 0x0a, 0x32, 0x2c, 0xb3, 0xaa, 0x0a,
    ];
    const { names, notes } = read(Uint8Array.from(korean));
    assert.deepEqual(names, ['크기', 'y']);
    assert.match(notes, /read as Korean/);
  });

  it('UTF-16 needs no byte order mark', () => {
    const little = new Uint8Array(Buffer.from('a,b\n1,2\n3,4\n', 'utf16le'));
    assert.deepEqual(read(little).names, ['a', 'b']);
    assert.deepEqual(read(new Uint8Array(Buffer.from(little).swap16())).names, ['a', 'b']);
  });

  it('gzip members one behind the other are one file', async () => {
    const packed = Buffer.concat([gzipSync('a,y\n1,p\n2,q\n'), gzipSync('3,p\n4,q\n5,p\n')]);
    const data = await load(
      { source: 'csv', file: 'a.csv', shuffle: false },
      { 'a.csv': new Uint8Array(packed) },
    );
    assert.equal(rowsOf(data), 5);
  });
});

describe('a file that is not a table', () => {
  const bytes = (...parts: (string | number[])[]) =>
    new Uint8Array(
      Buffer.concat(
        parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
      ),
    );

  for (const [name, content, words] of [
    ['JSON records', bytes('[{"a": 1, "b": 2}]'), /this is JSON/],
    ['JSON by columns', bytes('{\n  "a": [1, 2],\n "b": [3, 4]}'), /this is JSON.*read_json/],
    ['a JSON list', bytes('[1, 2,\n 3]'), /this is JSON/],
    ['JSON lines', bytes('{"a": 1, "b": 2}\n{"a": 2, "b": 3}\n'), /this is JSON/],
    ['Parquet', bytes('PAR1', [0x15, 0, 0x15]), /this is Parquet.*read_parquet/],
    ['Excel', bytes('PK', [3, 4], '....[Content_Types].xml'), /this is an Excel workbook.*CSV UTF-8/],
    ['an old Excel workbook', bytes([0xd0, 0xcf, 0x11, 0xe0]), /Excel workbook/],
    [
      'Excel, properties first',
      bytes('PK', [3, 4], 'docProps/app.xml', ' '.repeat(9000), 'xl/workbook.xml', 'PK', [5, 6]),
      /this is an Excel workbook/,
    ],
    ['a zip archive', bytes('PK', [3, 4], '........table.csv'), /this is a zip archive.*Unpack/],
    ['an .npz', bytes('PK', [3, 4], '........x.npy'), /\.npz.*data\.source to "npy"/],
    ['an .npy', bytes([0x93], 'NUMPY', [1, 0]), /NumPy array.*data\.source to "npy"/],
    ['IDX', bytes([0, 0, 8, 3, 0, 0, 0, 1]), /IDX file.*data\.source to "idx"/],
    ['a pickle', bytes([0x80, 4, 0x95]), /Python pickle/],
    ['a web page', bytes('\n<!DOCTYPE html>\n<html>'), /web page/],
    ['XML', bytes('<?xml version="1.0"?><a/>'), /this is XML/],
    ['HDF5', bytes([0x89], 'HDF\r\n'), /this is HDF5/],
    ['SQLite', bytes('SQLite format 3\0'), /SQLite/],
    [
      'a Git LFS pointer',
      bytes('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      /git lfs pull/,
    ],
    ['bzip2', bytes('BZh91AY'), /bzip2 data/],
    ['LZ4', bytes([0x04, 0x22, 0x4d, 0x18], '....'), /LZ4 data/],
    ['compress', bytes([0x1f, 0x9d, 0x90], '....'), /compress \(\.Z\) data/],
    ['a piece of a web page', bytes('<meta charset="utf-8">\n<div>Sign in</div>\n'), /web page/],
    ['an answer of a server', bytes('404: Not Found'), /answer of a server/],
    ['another one', bytes('403 Forbidden\n'), /answer of a server/],
    ['a DVC pointer', bytes('outs:\n- md5: 00ff\n  size: 12\n  path: a.csv\n'), /dvc pull/],
    ['a git-annex pointer', bytes('/annex/objects/SHA256E-s12--00.csv\n'), /git annex get/],
    ['ARFF without its first line', bytes('@ATTRIBUTE a NUMERIC\n@DATA\n1\n'), /ARFF/],
    ['a picture', bytes([0x89], 'PNG\r\n'), /a picture/],
    ['ARFF', bytes('% Iris\n@RELATION iris\n'), /ARFF/],
    ['LIBSVM', bytes('+1 1:0.5 2:0.25\n-1 1:0.1 3:0.5\n'), /LIBSVM/],
  ] as const)
    it(`is called what it is: ${name}`, async () => {
      const words2 = await refusal(load({ source: 'csv', file: 'a.csv' }, { 'a.csv': content }));
      assert.match(words2, words);
    });

  it('says that nothing is fetched, and that ~ is no folder', async () => {
    for (const [file, words] of [
      ['https://example.org/a.csv', /nothing is fetched: download it/],
      ['~/a.csv', /“~” does not stand for a folder/],
      ['b.csv', /there is no such file/],
    ] as const)
      assert.match(await refusal(load({ source: 'csv', file }, {})), words);
  });

  it('a header in brackets is one of a table', () => {
    assert.deepEqual(read('<title>,<table>\n1,2\n3,4\n').names, ['<title>', '<table>']);
    assert.deepEqual(read('[kg],<DATE>\n1,2\n3,4\n').names, ['[kg]', '<DATE>']);
    assert.deepEqual(read('<OPEN>,{b}\n1,2\n3,4\n').names, ['<OPEN>', '{b}']);
  });
});
