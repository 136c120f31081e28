import { FEATURE_ARRAYS, OWN_ARRAYS, TARGET_ARRAYS } from '../../../experiment/file-words';
import type { FileSpec, Plan } from '../plan';
import { type Writers, written } from '../said';
import { indented, type Part, quoted } from '../text';
import { type Arithmetic, hasOwnTest, shuffledBy, sizesOf } from './split-sizes';
import { absentSource, kindsOf } from './tables';

/** Reads a person's own files and divides their rows as the playground does. */
export function pythonFiles(plan: Plan): Part {
  const file = plan.experiment.data as FileSpec;
  const reader = written(plan, readers, file, 'source');
  if (typeof reader === 'string') return ['def load_data(rng):', indented(reader)];
  const sets = plan.validates ? ['train', 'val', 'test'] : ['train', 'test'];
  return [
    reader.before,
    file.shuffle && INTERLEAVED,
    'def load_data(rng):',
    indented([
      reader.load,
      reader.target.classes,
      order(plan, file),
      split(plan, file),
      reader.target.encode,
      reader.encode,
      'outputs = int(y.max()) + 1 if y.ndim == 1 else 1',
      `return ${sets.map((set) => `x[${set}], y[${set}]`).join(', ')}, outputs`,
    ]),
  ];
}

/** How each kind of file is read. */
const readers: Writers<FileSpec, 'source', Reader> = {
  csv: (file) => csv(file),
  idx: (file) => idx(file),
  npy: (file) => npy(file),
};

const INTERLEAVED = `def interleaved(order, y):
    """An order in which every stretch has its share of each class."""
    place = np.empty(len(order))
    for label in np.unique(y[order]):
        mine = y[order] == label
        place[mine] = (np.arange(mine.sum()) + 0.5) / mine.sum()
    return order[np.argsort(place, kind="stable")]

`;

/** The rows in the order in which they are dealt out to the sets. */
function order(plan: Plan, file: FileSpec): Part {
  const count = `count = ${hasOwnTest(file) || mayHoldTest(file) ? 'divided' : 'len(x)'}`;
  if (!file.shuffle) return [count, 'order = np.arange(count)'];
  return [
    count,
    `order = ${shuffledBy(plan, file, arithmetic)}.permutation(count)`,
    'if classes:',
    '    order = interleaved(order, y)',
  ];
}

const arithmetic: Arithmetic = {
  train: 'train_rows',
  validation: 'val_rows',
  test: 'test_rows',
  quotient: (value, by) => `${value} // ${by}`,
  min: (a, b) => `min(${a}, ${b})`,
  round: (value) => `int(${value} + 0.5)`,
  random: 'rng',
  seeded: (seed) => `np.random.default_rng(${seed})`,
  choose: (test, yes, no) => `(${yes} if ${test} else ${no})`,
};

/** An archive that may hold test rows of its own, which is seen when it is read. */
function mayHoldTest(file: FileSpec): boolean {
  return file.source === 'npy' && file.labels === undefined && file.folds === 0 && !hasOwnTest(file);
}

function split({ validates }: Plan, file: FileSpec): Part {
  const start = file.validation === 0 ? 'train_rows' : 'train_rows + val_rows';
  const sizes = (own: boolean) => [
    sizesOf(file, own, arithmetic).map(([name, value]) => `${name} = ${value}`),
    own ? 'test = np.arange(count, len(x))' : `test = order[${start}:${start} + test_rows]`,
  ];
  return [
    mayHoldTest(file)
      ? ['if len(x) > count:', indented(sizes(true)), 'else:', indented(sizes(false))]
      : sizes(hasOwnTest(file)),
    'train = order[:train_rows]',
    validates && 'val = order[train_rows:train_rows + val_rows]',
  ];
}

interface Reader {
  readonly before: Part;
  /** Leaves `x` and `y`, the test rows of a file of their own last, and how many are `divided` where there are some. */
  readonly load: Part;
  readonly target: Target;
  readonly encode: Part;
}

/** Whether the target is of `classes`, and its encoding. */
interface Target {
  readonly classes: Part;
  readonly encode: Part;
}

const CLASSES = 'y = np.unique(y, return_inverse=True)[1].astype(np.int64)';
const NUMBERS = 'y = standardize(y.astype(float), train).astype(np.float32)[:, None]';

/**
 * `task` as the file says, or guessed as the playground does: few whole numbers are classes.
 *
 * @param sure what settles it beforehand: `hot or `
 */
function targetOf(task: 'classification' | 'regression' | undefined, few: number, sure = ''): Target {
  if (task !== undefined) {
    const isClasses = task === 'classification';
    return { classes: `classes = ${isClasses ? 'True' : 'False'}`, encode: isClasses ? CLASSES : NUMBERS };
  }
  return {
    classes: [
      'different = len(np.unique(y))',
      `whole = y.dtype.kind != "f" or (y == np.floor(y)).all()`,
      `classes = ${sure}whole and (different <= 2 or y.dtype.kind in "US" or different <= min(${few}, len(y) // 5))`,
    ],
    encode: ['if classes:', `    ${CLASSES}`, 'else:', `    ${NUMBERS}`],
  };
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

/** Leaves out rows without a target, where they are to be left out. */
const labelled = (spec: CsvSpec, rows: string): Part =>
  spec.unlabeled === 'leaveOut' &&
  `${rows} = [row for row in ${rows} if not ABSENT.match(row[target].strip())]`;

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
      labelled(spec, 'rows'),
      spec.testFile !== undefined && [
        'divided = len(rows)',
        `test_names, test_rows = read_table(${quoted(spec.testFile)})`,
        spec.header !== false &&
          'test_rows = [[row[test_names.index(name)] for name in names] for row in test_rows]',
        labelled(spec, 'test_rows'),
        'rows += test_rows',
      ],
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
    target: targetOf(spec.task, 20),
    encode: 'x = np.concatenate([encode(column, train) for column in columns], axis=1).astype(np.float32)',
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
      `x, y = read_idx(${quoted(spec.images)}), read_idx(${quoted(spec.labels)})`,
      spec.testImages !== undefined && [
        'divided = len(x)',
        `x = np.concatenate([x, read_idx(${quoted(spec.testImages)})])`,
        `y = np.concatenate([y, read_idx(${quoted(spec.testLabels ?? spec.labels)})])`,
      ],
      'x = x.reshape(len(x), -1).astype(np.float32) / 255',
    ],
    target: targetOf('classification', 0),
    encode: null,
  };
}

function npy(spec: Extract<FileSpec, { source: 'npy' }>): Reader {
  const read = (file: string, labels: string | undefined, [features, targets]: readonly [string, string]) =>
    labels === undefined
      ? `read_arrays(${quoted(file)}, ${features}, ${targets})`
      : `pair(np.load(${quoted(file)}), np.load(${quoted(labels)}))`;
  const { testFile } = spec;
  const hasArchive = spec.labels === undefined || (testFile !== undefined && spec.testLabels === undefined);
  const names = ['TEST_FEATURES', 'TEST_TARGETS'] as const;
  const tested =
    testFile === undefined
      ? mayHoldTest(spec) && read(spec.file, undefined, names)
      : read(testFile, spec.testLabels, [`${names[0]} + FEATURES`, `${names[1]} + TARGETS`]);
  return {
    before: [
      hasArchive && ARRAY_NAMES,
      standardize,
      '',
      PIXELS,
      '',
      PAIR,
      '',
      hasArchive && [READ_ARRAYS, ''],
    ],
    load: [
      `x, y, hot = ${read(spec.file, spec.labels, ['FEATURES', 'TARGETS'])}`,
      tested && [
        'divided = len(x)',
        `tested = ${tested}`,
        'if tested:',
        '    x, y = (np.concatenate(arrays) for arrays in zip((x, y), tested))',
      ],
    ],
    target: targetOf(spec.task, 100, 'hot or '),
    encode: 'x = scaled(x, train).astype(np.float32)',
  };
}

const ARRAY_NAMES = `# What arrays are called, in the order in which they are looked for.
FEATURES = ${tuple(FEATURE_ARRAYS)}
TARGETS = ${tuple(TARGET_ARRAYS)}
TEST_FEATURES = ${tuple(OWN_ARRAYS.test.features)}
TEST_TARGETS = ${tuple(OWN_ARRAYS.test.targets)}

`;

const PIXELS = `def is_flat(x):
    """Whether rows have the size of a square image, grey or in 3 colours."""
    sizes = [x.shape[1] // n for n in (1, 3) if x.ndim == 2 and x.shape[1] % n == 0]
    return any(size >= 196 and round(size**0.5) ** 2 == size for size in sizes)


def sides_of(x):
    """Height and width of images, with channels before or behind them."""
    if x.ndim == 3:
        return x.shape[1:]
    if x.ndim != 4:
        return None
    a, b, c = x.shape[1:]
    if c == 1 or (a != 1 and c <= 4 and (a > 4 or c != 2)):
        return a, b
    return (b, c) if a <= 4 else None


def scaled(x, train):
    """The pixels of images by one rule for all of them; measurements column by column."""
    sides, values = sides_of(x), x.reshape(len(x), -1)
    rows = values[train]
    least, most = np.nanmin(rows), np.nanmax(rows)
    whole = (rows == np.floor(rows)).all()
    measured = x.ndim == 2 and not is_flat(x)
    if x.ndim == 2 and not measured and x.dtype != np.uint8:
        # From black to white, or bytes on another scale.
        white = 255 if most > 1 else 1
        fills = 0 <= least < 0.01 * white and 0.99 * white < most <= white
        steps = (rows.astype(float) - least) / ((most - least) or 1) * 255
        measured = not fills and (whole or not (np.abs(steps - steps.round()) <= 0.02).all())
    if not measured and x.dtype == np.uint8 and most > 1:
        return values / 255
    if not measured and least >= -1 and most <= 1:
        return values
    square = sides is not None and sides[0] == sides[1] and sides[0] >= 8
    if measured or (x.ndim == 3 and not square and not (whole and least >= 0)):
        return standardize(values.astype(float), train)
    if least >= 0:
        return values / (255 if 127 < most <= 255 else 65535 if 32767 < most <= 65535 else most)
    return (values - rows.mean(dtype=float)) / (rows.std(dtype=float) or 1)

`;

const PAIR = `def pair(x, y):
    """Rows, one target for each, and whether the targets are classes for sure, being one-hot."""
    hot = y.size != len(x)
    return x, y.argmax(axis=1) if hot else y.ravel(), hot

`;

const READ_ARRAYS = `def is_pair(x, y):
    """Whether shapes allow rows of features, and one target or one one-hot row for each."""
    hot = y.ndim == 2 and len(y) == len(x) and y.dtype.kind in "fiub" and (y.sum(axis=1) == 1).all() and y.min() == 0
    return x.ndim > 1 and x[0].size > 1 and x.dtype.kind in "fiub" and (y.size == len(x) or hot)


def read_arrays(path, features, targets):
    """Features and targets of an .npz by their names, or else by their shapes; None where it has none."""
    arrays = np.load(path)
    names = {"".join(filter(str.isalnum, name.lower())): name for name in reversed(arrays.files)}
    found = [next((names[name] for name in wanted if name in names), None) for wanted in (features, targets)]
    if None in found and "x" in features:
        pairs = [(x, y) for x in arrays.files for y in arrays.files if found[0] in (None, x) and found[1] in (None, y)]
        found = [(x, y) for x, y in pairs if x != y and is_pair(arrays[x], arrays[y])][0]
    return None if None in found else pair(*(arrays[name] for name in found))
`;
