import type { DataSpec } from '../../../experiment/schema';
import { indented, numeral, type Part, quoted } from '../text';

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
      'return x[train], y[train], x[test], y[test]',
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

const standardize = `def standardize(values, train):
    """Mean 0 and variance 1 by the training rows; what is missing becomes the mean."""
    mean, deviation = np.nanmean(values[train], axis=0), np.nanstd(values[train], axis=0)
    return np.nan_to_num((values - mean) / np.where(deviation > 0, deviation, 1))

`;

const table = `def numbers_of(texts):
    """A column as numbers, NaN where a value is missing, or as texts if one cell is no number."""
    absent = {"", "na", "n/a", "nan", "null", "none", "nil", "?", "inf", "-inf"}
    try:
        return np.array([np.nan if t.strip().lower() in absent else float(t) for t in texts])
    except ValueError:
        return np.array(["" if t.strip().lower() in absent else t.strip() for t in texts])


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

function csv(spec: Extract<FileSpec, { source: 'csv' }>): Reader {
  const column = spec.target === undefined ? '-1' : `names.index(${quoted(spec.target)})`;
  return {
    before: [standardize, '', table, ''],
    load: [
      `with open(${quoted(spec.file)}, newline="", encoding="utf-8-sig") as file:`,
      '    text = file.read()',
      'delimiter = max(",\\t;|", key=text.split("\\n")[0].count)',
      'rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(cell.strip() for cell in row)]',
      'names, rows = [name.strip() for name in rows[0]], rows[1:]',
      'columns = [numbers_of(texts) for texts in zip(*rows)]',
      `y = columns.pop(${column})`,
      'x = np.arange(len(rows))',
    ],
    encode: [
      target(spec.task, 20),
      'x = np.concatenate([encode(column, train) for column in columns], axis=1).astype(np.float32)',
    ],
  };
}

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
        ? [`arrays = np.load(${quoted(spec.file)})`, 'x, y = arrays["x"], arrays["y"].ravel()']
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
