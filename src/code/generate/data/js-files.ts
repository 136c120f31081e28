import type { FileSourceId } from '../../../experiment/sources';
import { type FileSpec, isOfFile, type Plan } from '../plan';
import { type Words, type Writers, worded, written } from '../said';
import { indented, type Part, quoted } from '../text';
import { type Arithmetic, hasOwnTest, shuffledBy, sizesOf } from './split-sizes';
import { absentSource, kindsOf } from './tables';

const ZIPPED = ["import { readFileSync } from 'node:fs';", "import { gunzipSync } from 'node:zlib';"];
const modules: Words<FileSourceId, Part> = {
  csv: ZIPPED,
  idx: ZIPPED,
  npy: "import { readFileSync } from 'node:fs';",
};

/** Node's modules that {@link jsFiles} needs. */
export function jsImports(plan: Plan): Part {
  const { data } = plan.experiment;
  return isOfFile(data) ? worded(plan, modules, data.source, () => null) : null;
}

/** How each kind of file is read. */
const readers: Writers<FileSpec, 'source', Reader> = {
  csv: (file) => csv(file),
  idx: (file) => idx(file),
  npy: (file) => npy(file),
};

/** Reads a person's own files and divides their rows as the playground does. */
export function jsFiles(plan: Plan): Part {
  const file = plan.experiment.data as FileSpec;
  const reader = written(plan, readers, file, 'source');
  if (typeof reader === 'string') return ['function loadData(random) {', indented(`${reader};`, 2), '}'];
  const { before, load, encode = ENCODE, sure = '' } = reader;
  const wanted = file.source === 'idx' ? 'classification' : file.task;
  const sets = plan.validates
    ? 'x: x(train), y: y(train), xVal: x(val), yVal: y(val), xTest: x(test), yTest: y(test)'
    : 'x: x(train), y: y(train), xTest: x(test), yTest: y(test)';
  return [
    before,
    '',
    standardize,
    '',
    file.shuffle && [INTERLEAVED, ''],
    'function loadData(random) {',
    indented(
      [
        load,
        task(wanted, file.source === 'npy' ? 100 : 20, sure),
        order(plan, file),
        split(plan, file),
        encode,
        'const x = (rows) => rows.map((row) => features.map((feature) => feature[row]));',
        'if (classes) {',
        "  const names = [...new Set(targets)].sort((a, b) => (typeof a === 'number' ? a - b : a < b ? -1 : 1));",
        '  const y = (rows) => rows.map((row) => names.indexOf(targets[row]));',
        `  return { ${sets}, outputs: names.length, classes };`,
        '}',
        'const scaled = standardize(targets, train);',
        'const y = (rows) => rows.map((row) => [scaled[row]]);',
        `return { ${sets}, outputs: 1, classes };`,
      ],
      2,
    ),
    '}',
  ];
}

const ENCODE = 'const features = columns.flatMap((column) => encode(column, train));';

const INTERLEAVED = `/** An order in which every stretch has its share of each class. */
function interleaved(order, targets) {
  const counts = new Map();
  const seen = new Map();
  for (const row of order) counts.set(targets[row], (counts.get(targets[row]) ?? 0) + 1);
  const placed = order.map((row) => {
    const before = seen.get(targets[row]) ?? 0;
    seen.set(targets[row], before + 1);
    return [(before + 0.5) / counts.get(targets[row]), row];
  });
  return placed.sort((a, b) => a[0] - b[0]).map(([, row]) => row);
}`;

/** The rows in the order in which they are dealt out to the sets. */
function order(plan: Plan, file: FileSpec): Part {
  const count = `const count = ${hasOwnTest(file) ? 'divided' : 'targets.length'};`;
  if (!file.shuffle) return [count, 'const order = Array.from({ length: count }, (_, i) => i);'];
  return [
    count,
    `const draw = ${shuffledBy(plan, file, arithmetic)};`,
    'let order = Array.from({ length: count }, (_, i) => i);',
    'for (let i = count - 1; i > 0; i--) {',
    '  const j = Math.floor(draw() * (i + 1));',
    '  [order[i], order[j]] = [order[j], order[i]];',
    '}',
    'if (classes) order = interleaved(order, targets);',
  ];
}

function task(wanted: 'classification' | 'regression' | undefined, few: number, sure: string): Part {
  if (wanted !== undefined) return `const classes = ${wanted === 'classification'};`;
  return [
    'const different = new Set(targets).size;',
    `const classes = ${sure}targets.every((value) => typeof value !== 'number' || Number.isInteger(value)) &&`,
    `  (typeof targets[0] === 'string' || different <= 2 || different <= Math.min(${few}, targets.length / 5));`,
  ];
}

const arithmetic: Arithmetic = {
  train: 'trainRows',
  validation: 'valRows',
  test: 'testRows',
  quotient: (value, by) => `Math.floor(${value} / ${by})`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  round: (value) => `Math.round(${value})`,
  random: 'random',
  seeded: (seed) => `generator(${seed})`,
  choose: (test, yes, no) => `${test} ? ${yes} : ${no}`,
};

function split({ validates }: Plan, file: FileSpec): Part {
  const own = hasOwnTest(file);
  const test = file.validation === 0 ? 'trainRows' : 'trainRows + valRows';
  return [
    sizesOf(file, own, arithmetic).map(([name, value]) => `const ${name} = ${value};`),
    'const train = order.slice(0, trainRows);',
    validates && 'const val = order.slice(trainRows, trainRows + valRows);',
    own
      ? 'const test = Array.from({ length: targets.length - count }, (_, i) => count + i);'
      : `const test = order.slice(${test}, ${test} + testRows);`,
  ];
}

const standardize = `/** Mean 0 and variance 1 by the training rows; what is missing becomes the mean. */
function standardize(values, train) {
  const known = train.map((row) => values[row]).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return Array.from(values, (value) => (Number.isNaN(value) || deviation === 0 ? 0 : (value - mean) / deviation));
}`;

/** An array of texts. */
const list = (texts: readonly string[]) => `[${texts.map(quoted).join(', ')}]`;

type CsvSpec = Extract<FileSpec, { source: 'csv' }>;

interface Reader {
  readonly before: Part;
  readonly load: Part;
  /** Leaves the `features`; left out: each column is encoded by itself. */
  readonly encode?: Part;
  /** What settles beforehand that the targets are classes: `hot || `. */
  readonly sure?: string;
}

const csvReader = (spec: CsvSpec) => `/** The cells of a table, row by row; quotes as in RFC 4180. */
function parseTable(text) {
  const header = text.split(/[\\r\\n]+/).find((line) => line.trim() !== '');
  const delimiter = ${
    spec.delimiter === undefined
      ? "[',', '\\t', ';', '|'].sort((a, b) => header.split(b).length - header.split(a).length)[0]"
      : JSON.stringify(spec.delimiter)
  };
  const rows = [['']];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows.at(-1);
    const char = text[i];
    if (char === '"' && quoted && text[i + 1] === '"') row[row.length - 1] += text[i++];
    else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) row.push('');
    else if ((char === '\\n' || (char === '\\r' && text[i + 1] !== '\\n')) && !quoted) rows.push(['']);
    else if (char !== '\\r' || quoted) row[row.length - 1] += char;
  }
  return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ''));
}

const absent = /${absentSource(spec.missing)}/i;

/** The text of a file, gzipped or not, in UTF-8 or UTF-16. */
function readText(path) {
  const file = readFileSync(path);
  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** A column as numbers, NaN where a value is missing, or as texts if one cell is no number. */
function numbersOf(texts, category = false) {
  if (category) return texts.map((text) => (absent.test(text) ? '' : text));
  const numbers = texts.map((text) => (absent.test(text) || /^0[box]/i.test(text) ? NaN : Number(text)));
  return numbers.some((value, i) => Number.isNaN(value) && !absent.test(texts[i])) ? texts.map((text) => (absent.test(text) ? '' : text)) : numbers;
}

/** What pandas writes in front of a table would give away the class of sorted rows. */
function countsRows(name, column) {
  return name === '' && column[0] >= 0 && column[0] <= 1 && column.every((value, i) => value === column[0] + i);
}

/** Numbers are standardized, texts one-hot encoded; constants and names are left out. */
function encode(column, train) {
  if (typeof column[0] === 'number') {
    const scaled = standardize(column, train);
    return train.some((row) => scaled[row] !== 0) ? [scaled] : [];
  }
  const counts = new Map();
  for (const row of train) if (column[row] !== '') counts.set(column[row], (counts.get(column[row]) ?? 0) + 1);
  if (counts.size < 2 || counts.size > 50 || (counts.size > 10 && counts.size > train.length / 2)) return [];
  const [[frequent]] = [...counts].sort((a, b) => b[1] - a[1]);
  return [...counts.keys()].sort().map((category) => column.map((cell) => Number((cell || frequent) === category)));
}`;

/** Rows whose target is given, where the others are to be left out. */
const labelled = (spec: CsvSpec, rows: string): string =>
  spec.unlabeled === 'leaveOut' ? `${rows}.filter((row) => !absent.test(row[target]))` : rows;

/** The rows of a test file, behind those that are divided; its columns may stand in another order. */
function testRows(spec: CsvSpec, file: string): Part {
  return [
    'const divided = rows.length;',
    spec.header === false
      ? `const testTable = parseTable(readText(${quoted(file)}));`
      : [
          `const [testNames, ...testCells] = parseTable(readText(${quoted(file)}));`,
          'const testTable = testCells.map((row) => names.map((name) => row[testNames.indexOf(name)]));',
        ],
    `for (const row of ${labelled(spec, 'testTable')}) rows.push(row);`,
  ];
}

function csv(spec: CsvSpec): Reader {
  const { leftOut, categories } = kindsOf(spec);
  const last =
    leftOut.length === 0 ? 'names.length - 1' : 'called.findLastIndex((name) => !leftOut.includes(name))';
  const target = spec.target === undefined ? last : `called.indexOf(${quoted(spec.target)})`;
  const category = categories.length === 0 ? '' : ', categories.includes(called[i])';
  const left = leftOut.length === 0 ? '' : '!leftOut.includes(called[i]) && ';
  return {
    before: csvReader(spec),
    load: [
      spec.header === false
        ? `const table = parseTable(readText(${quoted(spec.file)}));`
        : `const [names, ...table] = parseTable(readText(${quoted(spec.file)}));`,
      spec.header === false && "const names = table[0].map(() => '');",
      "while (names.at(-1) === '' && table.every((row) => row[names.length - 1] === '')) names.pop();",
      "const called = names.map((name, i) => name || 'column ' + (i + 1));",
      leftOut.length > 0 && `const leftOut = ${list(leftOut)};`,
      categories.length > 0 && `const categories = ${list(categories)};`,
      `const target = ${target};`,
      `const rows = ${labelled(spec, 'table')};`,
      spec.testFile !== undefined && testRows(spec, spec.testFile),
      `const all = names.map((_, i) => numbersOf(rows.map((row) => row[i])${category}));`,
      'const targets = all[target];',
      `const columns = all.filter((values, i) => i !== target && ${left}!countsRows(names[i], values));`,
    ],
  };
}

function idx(spec: Extract<FileSpec, { source: 'idx' }>): Reader {
  return {
    before: [
      "/** The sizes and the bytes of a file in MNIST's format, gzipped or not. */",
      'function readIdx(path) {',
      '  const file = readFileSync(path);',
      '  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;',
      '  const sizes = Array.from({ length: bytes[3] }, (_, i) => bytes.readUInt32BE(4 + 4 * i));',
      '  return { sizes, values: bytes.subarray(4 + 4 * bytes[3]) };',
      '}',
      '',
      '/** Pixels 0..1. */',
      'const encode = (column) => [Array.from(column, (pixel) => pixel / 255)];',
    ],
    load: [
      `const { sizes, values } = readIdx(${quoted(spec.images)});`,
      'const pixels = sizes[1] * sizes[2];',
      'const pixelsOf = (p, all) => Array.from({ length: all.length / pixels }, (_, i) => all[i * pixels + p]);',
      spec.testImages === undefined
        ? [
            'const columns = Array.from({ length: pixels }, (_, p) => pixelsOf(p, values));',
            `const targets = [...readIdx(${quoted(spec.labels)}).values];`,
          ]
        : [
            'const divided = sizes[0];',
            `const tested = readIdx(${quoted(spec.testImages)}).values;`,
            'const columns = Array.from({ length: pixels }, (_, p) => [...pixelsOf(p, values), ...pixelsOf(p, tested)]);',
            `const targets = [...readIdx(${quoted(spec.labels)}).values, ...readIdx(${quoted(spec.testLabels ?? spec.labels)}).values];`,
          ],
    ],
  };
}

function npy(spec: Extract<FileSpec, { source: 'npy' }>): Reader {
  return {
    before: [
      '/** The shape, the type and the values of a .npy file, row by row. */',
      'function readNpy(path) {',
      '  const bytes = readFileSync(path);',
      "  if (bytes.subarray(1, 6).toString('latin1') !== 'NUMPY') throw new Error(path + ' is not a .npy file');",
      '  const start = bytes[6] >= 2 ? 12 : 10;',
      '  const end = start + (bytes[6] >= 2 ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));',
      "  const header = bytes.subarray(start, end).toString('latin1');",
      "  const [, order, type] = /'descr': '([<>|=])(\\w+)'/.exec(header);",
      "  const shape = [.../'shape': \\(([^)]*)\\)/.exec(header)[1].matchAll(/\\d+/g)].map(Number);",
      "  const names = { f: 'Float', i: 'Int', u: 'Uint', b: 'Uint', i8: 'BigInt', u8: 'BigUint' };",
      "  const width = Number(type.slice(1)) * (type[0] === 'U' ? 4 : 1);",
      "  const get = 'get' + (names[type] ?? names[type[0]]) + 8 * width;",
      '  const view = new DataView(bytes.buffer, bytes.byteOffset + end);',
      '  const texts = {',
      "    S: (i) => bytes.toString('utf8', end + i * width, end + (i + 1) * width),",
      "    U: (i) => String.fromCodePoint(...Array.from({ length: width / 4 }, (_, c) => view.getUint32(i * width + 4 * c, order !== '>'))),",
      '  };',
      '  const text = texts[type[0]];',
      "  if (!text && !(get in view)) throw new Error(path + ': values of type ' + type);",
      "  const value = (i) => (text ? text(i).replaceAll('\\0', '').trim() : Number(view[get](i * width, order !== '>')));",
      "  // Fortran's order runs through the first index fastest.",
      '  const fortran = /fortran_order.: True/.test(header);',
      '  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));',
      '  const position = (i) => {',
      '    let [rest, at] = [i, 0];',
      '    for (let axis = shape.length - 1; axis >= 0; axis--) {',
      '      at += (rest % shape[axis]) * strides[axis];',
      '      rest = Math.floor(rest / shape[axis]);',
      '    }',
      '    return at;',
      '  };',
      '  const length = shape.reduce((product, size) => product * size, 1);',
      '  return { shape, type, values: Array.from({ length }, (_, i) => value(fortran ? position(i) : i)) };',
      '}',
      '',
      PIXELS,
    ],
    load: [
      spec.testFile === undefined
        ? `const { shape, type, values } = readNpy(${quoted(spec.file)});`
        : [
            `const { shape: [divided, ...sizes], type, values: own } = readNpy(${quoted(spec.file)});`,
            `const tested = readNpy(${quoted(spec.testFile)});`,
            'const shape = [divided + tested.shape[0], ...sizes];',
            'const values = [...own, ...tested.values];',
          ],
      'const width = shape.slice(1).reduce((product, size) => product * size, 1);',
      'const columns = Array.from({ length: width }, (_, p) =>',
      '  Array.from({ length: shape[0] }, (_, i) => values[i * width + p]),',
      ');',
      `const labels = ${list(spec.testFile === undefined ? [spec.labels ?? spec.file] : [spec.labels ?? spec.file, spec.testLabels ?? spec.labels ?? spec.testFile])}.map(readNpy);`,
      'const hot = labels[0].values.length !== labels[0].shape[0];',
      'const targets = labels.flatMap(labelsOf);',
    ],
    encode: [
      'const scale = scaleOf(shape, type, columns, train);',
      'const features = columns.map((column) =>',
      '  scale ? column.map((value) => (value - scale.shift) / scale.divisor) : standardize(column, train),',
      ');',
    ],
    sure: 'hot || ',
  };
}

const PIXELS = `/** One target a row; one-hot rows as the number of their class. */
function labelsOf({ shape: [rows], values }) {
  const width = values.length / rows;
  return width === 1 ? values : Array.from({ length: rows }, (_, i) => values.indexOf(1, i * width) - i * width);
}

/** Whether rows have the size of a square image, grey or in 3 colours. */
function isFlat([, size, ...more]) {
  return more.length === 0 && [size, size / 3].some((pixels) => pixels >= 196 && Number.isInteger(Math.sqrt(pixels)));
}

/** Height and width of images, with channels before or behind them. */
function sidesOf([, a, b, c]) {
  if (c === undefined) return [a, b];
  if (c === 1 || (a !== 1 && c <= 4 && (a > 4 || c !== 2))) return [a, b];
  return a <= 4 ? [b, c] : undefined;
}

/** What is taken from each pixel of images, and what it is divided by; undefined for measurements. */
function scaleOf(shape, type, columns, train) {
  const flat = shape.length === 2;
  if (flat && !isFlat(shape)) return undefined;
  const sides = shape.length > 4 ? undefined : sidesOf(shape);
  let [least, most, sum, squares, whole] = [Infinity, -Infinity, 0, 0, true];
  for (const column of columns)
    for (const row of train) {
      const value = column[row];
      if (value < least) least = value;
      if (value > most) most = value;
      [sum, squares] = [sum + value, squares + value * value];
      whole &&= Number.isInteger(value);
    }
  if (flat && type !== 'u1') {
    // From black to white, or bytes on another scale.
    const white = most > 1 ? 255 : 1;
    const fills = least >= 0 && least < 0.01 * white && most > 0.99 * white && most <= white;
    const misses = (value) => Math.abs(value - Math.round(value));
    const isOfBytes = () =>
      columns.every((column) => train.every((row) => misses(((column[row] - least) / (most - least)) * 255) <= 0.02));
    if (!fills && (whole || !isOfBytes())) return undefined;
  }
  if (type === 'u1' && most > 1) return { shift: 0, divisor: 255 };
  if (least >= -1 && most <= 1) return { shift: 0, divisor: 1 };
  const square = sides && sides[0] === sides[1] && sides[0] >= 8;
  if (shape.length === 3 && !square && !(whole && least >= 0)) return undefined;
  if (least >= 0) return { shift: 0, divisor: most > 127 && most <= 255 ? 255 : most > 32767 && most <= 65535 ? 65535 : most };
  const shift = sum / (columns.length * train.length);
  return { shift, divisor: Math.sqrt(squares / (columns.length * train.length) - shift * shift) || 1 };
}`;
