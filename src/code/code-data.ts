/** What a loss or an estimator says of the target: a number, one of two classes, one of several, or of any number. */
export type Target = 'number' | 'binary' | 'multiclass' | 'class';

/** A data set that libraries bring or make. */
export interface NamedSet {
  /** As it is known: `MNIST`, `make_moons`. */
  readonly name: string;
  readonly task: 'classification' | 'regression';
  /** Features of a sample; `null`: it depends. */
  readonly features: number | null;
  /** Classes; `null`: none, or it depends. */
  readonly classes: number | null;
  readonly isImage?: boolean;
  /** The playground's set that is drawn by the same rule, and the noise that the code gives it. */
  readonly drawn?: { readonly source: string; readonly noise: number | null };
}

/** When training stops by itself. */
export interface Stopping {
  /** Epochs without a better validation score. */
  readonly patience: number;
  /** How much lower a loss has to be to count; undefined: any. */
  readonly minDelta?: number;
  /** The weights of the best epoch are taken in the end. */
  readonly restoresBest: boolean;
}

/** What code says of the data that it trains on, and of the part that it holds back. */
export interface CodeData {
  /** Of its losses and estimators, each once, in the order of the text. */
  readonly targets: readonly Target[];
  /** The files that it reads data from, as far as their paths are written, in the order of the text. */
  readonly files: readonly string[];
  /** The sets that it loads or makes, in the order of the text. */
  readonly sets: readonly NamedSet[];
  /** The fraction of the training samples that is held back for validation; `null`: none that is written. */
  readonly validation: number | null;
  readonly stopping: Stopping | null;
}

/** Nothing is said. */
export const NO_DATA: CodeData = { targets: [], files: [], sets: [], validation: null, stopping: null };

const targets: readonly (readonly [Target, RegExp])[] = [
  [
    'number',
    /^(?:mse|mae|mape|msle|huber|meansquarederror|meanabsoluteerror|meanabsolutepercentageerror|meansquaredlogarithmicerror|squarederror|absoluteerror|absolutedifference|l1|l2|smoothl1|logcosh|poissonnll|gaussiannll|poisson|quantile|rmse|mlpregressor|sgdregressor|neuralnetregressor)$/,
  ],
  [
    'binary',
    /^(?:bce|bcewithlogits|binarycrossentropy|binarycrossentropywithlogits|binaryfocalcrossentropy|sigmoidbinarycrossentropy|sigmoidcrossentropy|sigmoidcrossentropywithlogits|hinge|squaredhinge|softmargin|neuralnetbinaryclassifier)$/,
  ],
  [
    'multiclass',
    /^(?:crossentropy|nll|categoricalcrossentropy|sparsecategoricalcrossentropy|categoricalfocalcrossentropy|categoricalhinge|multimargin|softmaxcrossentropy|softmaxcrossentropywithlogits|softmaxcrossentropywithintegerlabels|sparsesoftmaxcrossentropywithlogits|softmaxwith|crossentropywithlogits)$/,
  ],
  ['class', /^(?:mlpclassifier|sgdclassifier|neuralnetclassifier)$/],
];

/**
 * What a loss or an estimator predicts, by its name in any library's spelling: `MSELoss`, `mean_squared_error`,
 * `meanSquaredError`; `undefined`: it is none that is known.
 */
export function targetOf(name: string): Target | undefined {
  const plain = name.toLowerCase().replaceAll('_', '').replace(/v2$/, '').replace(/loss$/, '');
  return targets.find(([, pattern]) => pattern.test(plain))?.[0];
}

type Row = readonly [pattern: RegExp, features: number | null, classes: number | null, isImage?: true];

const classified: readonly Row[] = [
  [/^(?:MNIST|mnist|load_mnist|read_data_sets)$/, 784, 10, true],
  [/^(?:fashion_?mnist|KMNIST|QMNIST|kmnist)$/i, 784, 10, true],
  [/^EMNIST$/i, 784, null, true],
  [/^cifar_?10$/i, 3072, 10, true],
  [/^cifar_?100$/i, 3072, 100, true],
  [/^(?:SVHN|svhn_cropped)$/, 3072, 10, true],
  [/^STL10$/i, 27_648, 10, true],
  [/^(?:load_digits|digits)$/, 64, 10],
  [/^(?:load_)?iris$/, 4, 3],
  [/^load_wine$/, 13, 3],
  [/^(?:load_breast_cancer|breast_cancer)$/, 30, 2],
  [/^(?:fetch_covtype|covertype)$/, 54, 7],
  [/^imdb(?:_reviews)?$/i, null, 2],
  [/^reuters$/, null, 46],
  [/^(?:fetch_20newsgroups(?:_vectorized)?)$/, null, 20],
  [/^titanic$/, null, 2],
  [/^penguins$/, 4, 3],
];

const numbers: readonly Row[] = [
  [/^load_diabetes$/, 10, null],
  [/^(?:fetch_california_housing|california_housing)$/, 8, null],
  [/^(?:load_boston|boston_housing)$/, 13, null],
];

/** A set that is known by what loads it, or by its name in a library that has many. */
export function namedSet(loader: string): NamedSet | undefined {
  const find = (rows: readonly Row[], task: NamedSet['task']): NamedSet | undefined => {
    const row = rows.find(([pattern]) => pattern.test(loader));
    if (!row) return undefined;
    const [, features, classes, isImage] = row;
    return { name: setName(loader), task, features, classes, ...(isImage && { isImage }) };
  };
  return find(classified, 'classification') ?? find(numbers, 'regression');
}

function setName(loader: string): string {
  if (/^(?:load_mnist|read_data_sets|mnist)$/.test(loader)) return 'MNIST';
  return loader.replace(/^(?:load|fetch)_/, '');
}

/** What scikit-learn makes by a rule, where nothing else is written. */
export const makers: Readonly<Record<string, NamedSet>> = {
  make_moons: {
    name: 'make_moons',
    task: 'classification',
    features: 2,
    classes: 2,
    drawn: { source: 'moons', noise: null },
  },
  make_circles: { name: 'make_circles', task: 'classification', features: 2, classes: 2 },
  make_blobs: { name: 'make_blobs', task: 'classification', features: 2, classes: 3 },
  make_classification: { name: 'make_classification', task: 'classification', features: 20, classes: 2 },
  make_gaussian_quantiles: {
    name: 'make_gaussian_quantiles',
    task: 'classification',
    features: 2,
    classes: 3,
  },
  make_regression: { name: 'make_regression', task: 'regression', features: 100, classes: null },
  make_friedman1: { name: 'make_friedman1', task: 'regression', features: 10, classes: null },
};

/** File names of data, as far as a table or an array speaks; pictures, models and texts are others. */
const dataFile = /\.(?:csv|tsv|npy|npz|parquet|feather|xlsx?|h5|hdf5|mat|arff|libsvm|data|txt)(?:\.gz)?$/i;

/** Whether a path is that of a file with data, by its name. */
export function isDataFile(path: string): boolean {
  return dataFile.test(path);
}
