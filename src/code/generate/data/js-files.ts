import type { DataSpec } from '../../../experiment/schema';
import { indented, numeral, type Part, quoted } from '../text';

type FileSpec = Extract<DataSpec, { source: 'csv' | 'idx' | 'npy' }>;

/** Node's modules that {@link jsFiles} needs. */
export function jsImports({ source }: DataSpec): Part {
  if (source === 'idx')
    return ["import { readFileSync } from 'node:fs';", "import { gunzipSync } from 'node:zlib';"];
  return source === 'csv' || source === 'npy' ? "import { readFileSync } from 'node:fs';" : null;
}

/** Reads a person's own files as the playground does. */
export function jsFiles(spec: DataSpec): Part {
  const file = spec as FileSpec;
  const { before, load } = file.source === 'csv' ? csv(file) : file.source === 'idx' ? idx(file) : npy(file);
  const wanted = file.source === 'idx' ? 'classification' : file.task;
  return [
    before,
    '',
    standardize,
    '',
    'function loadData(random) {',
    indented(
      [
        load,
        'const order = Array.from(targets, (_, i) => i);',
        file.shuffle && [
          'for (let i = order.length - 1; i > 0; i--) {',
          '  const j = Math.floor(random() * (i + 1));',
          '  [order[i], order[j]] = [order[j], order[i]];',
          '}',
        ],
        split(file),
        'const features = columns.flatMap((column) => encode(column, train));',
        'const x = (rows) => rows.map((row) => features.map((feature) => feature[row]));',
        task(wanted, file.source === 'npy' ? 100 : 20),
        'if (classes) {',
        "  const names = [...new Set(targets)].sort((a, b) => (typeof a === 'number' ? a - b : a < b ? -1 : 1));",
        '  const y = (rows) => rows.map((row) => names.indexOf(targets[row]));',
        '  return { x: x(train), y: y(train), xTest: x(test), yTest: y(test), outputs: names.length, classes };',
        '}',
        'const scaled = standardize(targets, train);',
        'const y = (rows) => rows.map((row) => [scaled[row]]);',
        'return { x: x(train), y: y(train), xTest: x(test), yTest: y(test), outputs: 1, classes };',
      ],
      2,
    ),
    '}',
  ];
}

function task(wanted: 'classification' | 'regression' | undefined, few: number): Part {
  if (wanted !== undefined) return `const classes = ${wanted === 'classification'};`;
  return [
    'const different = new Set(targets).size;',
    `const classes = targets.every((value) => typeof value !== 'number' || Number.isInteger(value)) &&`,
    `  (typeof targets[0] === 'string' || different <= 2 || different <= Math.min(${few}, targets.length / 5));`,
  ];
}

function split({ train, test }: FileSpec): Part {
  const usual = 'Math.floor(order.length * 0.8)';
  const count =
    train !== undefined
      ? numeral(train)
      : test === undefined
        ? `Math.max(1, ${usual})`
        : `Math.max(1, Math.min(${usual}, order.length - ${numeral(test)}))`;
  return [
    `const count = ${count};`,
    `const [train, test] = [order.slice(0, count), order.slice(count${test === undefined ? '' : `, count + ${numeral(test)}`})];`,
  ];
}

const standardize = `/** Mean 0 and variance 1 by the training rows; what is missing becomes the mean. */
function standardize(values, train) {
  const known = train.map((row) => values[row]).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return Array.from(values, (value) => (Number.isNaN(value) || deviation === 0 ? 0 : (value - mean) / deviation));
}`;

interface Reader {
  readonly before: Part;
  readonly load: Part;
}

const csvReader = `/** The cells of a table, row by row; quotes as in RFC 4180. */
function parseTable(text) {
  const header = text.split('\\n')[0];
  const delimiter = [',', '\\t', ';', '|'].sort((a, b) => header.split(b).length - header.split(a).length)[0];
  const rows = [['']];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows.at(-1);
    const char = text[i];
    if (char === '"' && quoted && text[i + 1] === '"') row[row.length - 1] += text[i++];
    else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) row.push('');
    else if (char === '\\n' && !quoted) rows.push(['']);
    else if (char !== '\\r' || quoted) row[row.length - 1] += char;
  }
  return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ''));
}

/** A column as numbers, NaN where a value is missing, or as texts if one cell is no number. */
function numbersOf(texts) {
  const absent = /^(|#?n\\/?a|nan|null|none|nil|\\?|[+-]?inf)$/i;
  const numbers = texts.map((text) => (absent.test(text) ? NaN : Number(text)));
  return numbers.some((value, i) => Number.isNaN(value) && !absent.test(texts[i])) ? texts.map((text) => (absent.test(text) ? '' : text)) : numbers;
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

function csv(spec: Extract<FileSpec, { source: 'csv' }>): Reader {
  const column = spec.target === undefined ? 'names.length - 1' : `names.indexOf(${quoted(spec.target)})`;
  return {
    before: csvReader,
    load: [
      `const [names, ...rows] = parseTable(readFileSync(${quoted(spec.file)}, 'utf8').replace(/^\\ufeff/, ''));`,
      'const columns = names.map((_, i) => numbersOf(rows.map((row) => row[i])));',
      `const [targets] = columns.splice(${column}, 1);`,
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
      'const columns = Array.from({ length: pixels }, (_, p) => Array.from({ length: sizes[0] }, (_, i) => values[i * pixels + p]));',
      `const targets = [...readIdx(${quoted(spec.labels)}).values];`,
    ],
  };
}

function npy(spec: Extract<FileSpec, { source: 'npy' }>): Reader {
  return {
    before: [
      '/** The shape, the type and the values of a .npy file in C order. */',
      'function readNpy(path) {',
      '  const bytes = readFileSync(path);',
      "  if (bytes.subarray(1, 6).toString('latin1') !== 'NUMPY') throw new Error(path + ' is not a .npy file');",
      '  const start = bytes[6] >= 2 ? 12 : 10;',
      '  const end = start + (bytes[6] >= 2 ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));',
      "  const header = bytes.subarray(start, end).toString('latin1');",
      "  const type = /'descr': '[<>|=](\\w+)'/.exec(header)[1];",
      "  const shape = [.../'shape': \\(([^)]*)\\)/.exec(header)[1].matchAll(/\\d+/g)].map(Number);",
      '  const arrays = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, i4: Int32Array, i8: BigInt64Array };',
      '  const values = new arrays[type](bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length));',
      '  return { shape, type, values: Array.from(values, Number) };',
      '}',
      '',
      '/** Bytes of images become 0..1; all else is standardized. */',
      'const encode = (column, train) => [column.pixels ? column.pixels.map((p) => p / 255) : standardize(column, train)];',
    ],
    load: [
      `const { shape, type, values } = readNpy(${quoted(spec.file)});`,
      'const width = shape.slice(1).reduce((product, size) => product * size, 1);',
      'const columns = Array.from({ length: width }, (_, p) => {',
      '  const column = Array.from({ length: shape[0] }, (_, i) => values[i * width + p]);',
      "  return type === 'u1' && shape.length > 2 ? { pixels: column } : column;",
      '});',
      `const targets = readNpy(${quoted(spec.labels ?? spec.file)}).values;`,
    ],
  };
}
