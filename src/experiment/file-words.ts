/** What arrays of features, and of targets, in an archive are usually called. */
const FEATURES = [
  ...['x', 'features', 'data', 'images', 'inputs', 'input', 'samples', 'image', 'imgs', 'xs', 'xdata'],
  ...['embeddings', 'vectors'],
];
const TARGETS = [
  ...['y', 'labels', 'label', 'targets', 'target', 'outputs', 'output', 'lbls', 'ys', 'ydata', 'ytrue'],
  'classes',
];
const TRAIN = ['train', 'training', 'tr'];
const VALIDATION = ['val', 'valid', 'validation', 'dev'];
const TEST = ['test', 'testing', 'te', 'ts'];

/** The name of an array as it is looked for: `Train/X.npy`, `train_x` and `TrainX` are one. */
export const plainArrayName = (name: string): string =>
  name
    .replace(/\.npy$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `xtest`, `testx`, in the order in which they are looked for. */
const named = (words: readonly string[], sets: readonly string[]): readonly string[] =>
  sets.flatMap((set) => words.flatMap((word) => [word + set, set + word]));

/** The arrays of features in an archive, in the order in which they are looked for, by their plain names. */
export const FEATURE_ARRAYS: readonly string[] = [
  ...['x', 'xtrain', 'features', 'data', 'images'],
  ...named(FEATURES, TRAIN),
  ...FEATURES,
];

/** The same for the targets. */
export const TARGET_ARRAYS: readonly string[] = [
  ...['y', 'ytrain', 'labels', 'label', 'targets', 'target'],
  ...named(TARGETS, TRAIN),
  ...TARGETS,
];

/** Features and targets of a validation and of a test set in the same archive. */
export const OWN_ARRAYS = {
  validation: { features: named(FEATURES, VALIDATION), targets: named(TARGETS, VALIDATION) },
  test: { features: named(FEATURES, TEST), targets: named(TARGETS, TEST) },
} as const;

/** Spellings, blanks around them aside, of a value that is not there or that no arithmetic can be done with. */
export const ABSENT = /^([+-]?(inf|infinity|nan)|-?1\.#(ind|qnan|inf)|#?na|#?n\/a|<na>|nil|null|none|\?)?$/i;

/**
 * Further spellings of it, which only count among numbers: in a column of texts they may be texts. Signs alone, what
 * spreadsheets write for an error, numbers beyond all bounds, and words, in brackets or without.
 */
export const GAP =
  /^([^\p{L}\p{N}]{1,5}|#\p{L}[\p{L}\d/]{0,9}[!?]?|[+-]?\d{1,9}(\.\d{1,20})?e\+?\d{3,5}|[+-]?nan\(ind\)|\\n|[([{<]?(nat|null|nil|none|na|n\.?\s?[acdrv]\.?|[ns]\/[acdr]|div\/0|value|ref|num|name|calc|error|spill|not? (available|applicable|data|value|known|measured|recorded|answer)|not a number|un(known|defined|specified|available)|missing|miss|empty|blank|err|void|tb[acd]|k\.\s?a\.|keine angabe|unbekannt|fehlt|fehlend|inconnu|sin datos|desconocido|non d[ée]fini|없음|결측|결측치|모름|미상|해당\s?없음|무응답|欠損|欠測|不明|缺失|未知|无|無)[)\]}>]?[!?]?)$/iu;
