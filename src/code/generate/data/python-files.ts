import { FEATURE_ARRAYS, TARGET_ARRAYS } from '../../../experiment/file-words';
import type { DataSpec } from '../../../experiment/schema';
import { indented, numeral, type Part, quoted } from '../text';
import { absentSource, kindsOf } from './tables';

type FileSpec = Extract<DataSpec, { source: 'csv' | 'idx' | 'npy' }>;

/** Reads a person's own files as the playground does. */
export function pythonFiles(spec: DataSpec): Part {
  const file = spec as FileSpec;
  const reader = file.source === 'csv' ? csv(file) : file.source === 'idx' ? idx(file) : npy(file);
  return [
    reader.before,
    'def load_data(rng):',
    indented([
      reader.load,
      'order = np.arange(len(x))',
      file.shuffle ? 'rng.shuffle(order)' : null,
      split(file),
      reader.encode,
      'outputs = int(y.max()) + 1 if y.ndim == 1 else 1',
      'return x[train], y[train], x[test], y[test], outputs',
    ]),
  ];
}

function split({ train, test }: FileSpec): Part {
  const count =
    train === undefined
      ? test === undefined
        ? 'max(1, len(x) * 4 // 5)'
        : `max(1, min(len(x) * 4 // 5, len(x) - ${numeral(test)}))`
      : numeral(train);
  return [
    `count = ${count}`,
    test === undefined
      ? 'train, test = order[:count], order[count:]'
      : `train, test = order[:count], order[count:count + ${numeral(test)}]`,
  ];
}

interface Reader {
  readonly before: Part;
  readonly load: Part;
  readonly encode: Part;
}

const CLASSES = 'y = np.unique(y, return_inverse=True)[1].astype(np.int64)';
const NUMBERS = 'y = standardize(y.astype(float), train).astype(np.float32)[:, None]';

/** `task` as the file says, or guessed as the playground does: few whole numbers are classes. */
function target(
  task: FileSpec extends infer S ? (S extends { task?: infer T } ? T : never) : never,
  few: number,
): Part {
  if (task === 'classification') return CLASSES;
  if (task === 'regression') return NUMBERS;
  return [
    'different = len(np.unique(y))',
    `whole = y.dtype.kind != "f" or (y == np.floor(y)).all()`,
    `if whole and (different <= 2 or y.dtype.kind == "U" or different <= min(${few}, len(y) // 5)):`,
    `    ${CLASSES}`,
    'else:',
    `    ${NUMBERS}`,
  ];
}

/** A tuple of texts. */
const tuple = (texts: readonly string[]) =>
  `(${texts.map(quoted).join(', ')}${texts.length === 1 ? ',' : ''})`;

const standardize = `def standardize(values, train):
    """Mean 0 and variance 1 by the training rows; what is missing becomes the mean."""
    mean, deviation = np.nanmean(values[train], axis=0), np.nanstd(values[train], axis=0)
    return np.nan_to_num((values - mean) / np.where(deviation > 0, deviation, 1))

`;

type CsvSpec = Extract<FileSpec, { source: 'csv' }>;

const table = (
  spec: CsvSpec,
) => `ABSENT = re.compile(r"${absentSource(spec.missing).replaceAll('\\/', '/')}", re.I)


def read_table(path):
    """The names and the rows of a table, gzipped or not, in UTF-8 or UTF-16."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\\x1f\\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-16" if data[:2] in (b"\\xff\\xfe", b"\\xfe\\xff") else "utf-8-sig")
    lines = text.splitlines()
    delimiter = ${
      spec.delimiter === undefined
        ? 'max(",\\t;|", key=next(line for line in lines if line.strip()).count)'
        : quoted(spec.delimiter)
    }
    rows = [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if any(cell.strip() for cell in row)]
    names, rows = ${spec.header === false ? '[""] * len(rows[0]), rows' : '[name.strip() for name in rows[0]], rows[1:]'}
    while not names[-1] and not any(row[len(names) - 1].strip() for row in rows):
        names.pop()
    return names, rows


def number_of(text):
    if "_" in text:
        raise ValueError(text)
    return np.nan if ABSENT.match(text.strip()) else float(text)


def numbers_of(texts, category=False):
    """A column as numbers, NaN where a value is missing, or as texts if one cell is no number."""
    try:
        if category:
            raise ValueError
        return np.array([number_of(t) for t in texts])
    except ValueError:
        return np.array(["" if ABSENT.match(t.strip()) else t.strip() for t in texts])


def counts_rows(name, column):
    """What pandas writes in front of a table would give away the class of sorted rows."""
    numbers = name == "" and column.dtype.kind == "f" and 0 <= column[0] <= 1
    return numbers and (column == column[0] + np.arange(len(column))).all()


def encode(column, train):
    """Numbers are standardized, texts one-hot encoded; constants and names are left out."""
    if column.dtype.kind == "f":
        values = standardize(column, train)
        return values[:, None] if values[train].any() else np.empty((len(column), 0))
    counts = Counter(text for text in column[train] if text)
    categories = np.array(sorted(counts))
    if len(categories) < 2 or len(categories) > 50 or (len(categories) > 10 and len(categories) > len(train) / 2):
        return np.empty((len(column), 0))
    filled = np.where(column == "", counts.most_common(1)[0][0], column)
    return (filled[:, None] == categories).astype(float)

`;

function csv(spec: CsvSpec): Reader {
  const names = '[name or f"column {i}" for i, name in enumerate(names, 1)]';
  const { leftOut, categories } = kindsOf(spec);
  const last =
    leftOut.length === 0
      ? 'len(names) - 1'
      : `max(i for i, name in enumerate(${names}) if name not in left_out)`;
  const target = spec.target === undefined ? last : `${names}.index(${quoted(spec.target)})`;
  const column = categories.length === 0 ? 'numbers_of(texts)' : 'numbers_of(texts, name in categories)';
  const cells = categories.length === 0 ? 'texts in zip(*rows)' : `name, texts in zip(${names}, zip(*rows))`;
  return {
    before: [standardize, '', table(spec), ''],
    load: [
      `names, rows = read_table(${quoted(spec.file)})`,
      leftOut.length > 0 && `left_out = ${tuple(leftOut)}`,
      categories.length > 0 && `categories = ${tuple(categories)}`,
      `target = ${target}`,
      spec.unlabeled === 'leaveOut' &&
        'rows = [row for row in rows if not ABSENT.match(row[target].strip())]',
      `columns = [${column} for ${cells}][:len(names)]`,
      leftOut.length > 0 && `called = ${names}`,
      'y = columns.pop(target)',
      'names.pop(target)',
      leftOut.length > 0
        ? [
            'called.pop(target)',
            'kept = [i for i, name in enumerate(called) if name not in left_out]',
            'columns = [columns[i] for i in kept if not counts_rows(names[i], columns[i])]',
          ]
        : 'columns = [column for name, column in zip(names, columns) if not counts_rows(name, column)]',
      'x = np.arange(len(rows))',
    ],
    encode: [
      splitTarget(spec),
      'x = np.concatenate([encode(column, train) for column in columns], axis=1).astype(np.float32)',
    ],
  };
}

const splitTarget = (spec: CsvSpec): Part => target(spec.task, 20);

function idx(spec: Extract<FileSpec, { source: 'idx' }>): Reader {
  return {
    before: [
      'def read_idx(path):',
      '    """An array in MNIST\'s format, gzipped or not."""',
      '    with open(path, "rb") as file:',
      '        data = file.read()',
      '    if data[:2] == b"\\x1f\\x8b":',
      '        data = gzip.decompress(data)',
      '    dimensions = data[3]',
      '    shape = np.frombuffer(data, ">u4", dimensions, 4)',
      '    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)',
      '',
      '',
    ],
    load: [
      `x = read_idx(${quoted(spec.images)})`,
      'x = x.reshape(len(x), -1).astype(np.float32) / 255',
      `y = read_idx(${quoted(spec.labels)})`,
    ],
    encode: CLASSES,
  };
}

function npy(spec: Extract<FileSpec, { source: 'npy' }>): Reader {
  const labels = spec.labels;
  return {
    before: [standardize, ''],
    load: [
      labels === undefined
        ? [
            `arrays = np.load(${quoted(spec.file)})`,
            'names = {name.lower(): name for name in arrays.files}',
            `x = arrays[next(names[name] for name in ${tuple(FEATURE_ARRAYS)} if name in names)]`,
            `y = arrays[next(names[name] for name in ${tuple(TARGET_ARRAYS)} if name in names)].ravel()`,
          ]
        : [`x, y = np.load(${quoted(spec.file)}), np.load(${quoted(labels)}).ravel()`],
      'images = x.dtype == np.uint8 and x.ndim >= 3',
      'x = x.reshape(len(x), -1)',
    ],
    encode: [
      'x = (x / 255 if images else standardize(x.astype(float), train)).astype(np.float32)',
      target(spec.task, 100),
    ],
  };
}
