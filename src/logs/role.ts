import type { Role } from './metric';

/** Which rows a curve is measured on. */
export type Split = 'train' | 'validation' | 'test';
type Measure = 'loss' | 'score';

const SPLITS: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  tr: 'train',
  trn: 'train',
  learn: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  validate: 'validation',
  dev: 'validation',
  eval: 'validation',
  evaluation: 'validation',
  evl: 'validation',
  holdout: 'validation',
  heldout: 'validation',
  test: 'test',
  testing: 'test',
  훈련: 'train',
  학습: 'train',
  검증: 'validation',
  시험: 'test',
  테스트: 'test',
};

const LOSSES = new Set(
  (
    'loss losses nll bce fid mse mae rmse rmsle mape l1 l2 ce xent cross crossentropy logloss mlogloss perplexity ppl bpc bpb ' +
    'error err wer cer kl kld deviance objective cost 손실 손실값 오차'
  ).split(' '),
);

const SCORES = new Set(
  (
    'acc accuracy accuracies top1 top5 f1 fscore auc auroc roc auprc ap map map50 ndcg mrr precision recall ' +
    'dice iou miou jaccard r2 bleu rouge meteor score scores mcc kappa psnr ssim hits reward rew return returns correct ' +
    '정확도'
  ).split(' '),
);

/** Names with one of these count, time or configure something; and those that a loss may have beside it. */
const NO_MEASURE = new Set(
  (
    'threshold best target patience delta time runtime sec secs seconds ms eta min max improved improve from fn ' +
    'function size samples steps per count num number rank limit floor std stddev code message explained approx ' +
    'fraction frac clipfrac'
  ).split(' '),
);
const NO_MEASURE_ALONE = new Set(
  'weight weights scale coef coefficient lambda norm grad gradient decay reg regularization penalty'.split(
    ' ',
  ),
);

/** Detection's average precision, and a section `metrics/`, are of validation rows where nothing else is said. */
const OF_VALIDATION = /^metrics\/|(?:^|[^a-z])m?ap(?:[^a-z]|$)/i;

/** Words that say which rows, at the head of a name that has no separator: `valloss`, `trainacc`. */
const GLUED = ['train', 'valid', 'val', 'test', 'eval', 'tr', 'v', 't'] as const;

/** Lower-case words of a metric's name: split at anything but letters and digits, and at humps (`valLoss`). */
export function wordsOf(name: string): string[] {
  const humps = name.replace(/m?IoU/g, 'iou').replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1 ');
  return humps.toLowerCase().match(/[\p{L}\p{M}\d]+/gu) ?? [];
}

/** Which rows a word names. */
export function splitOf(word: string): Split | undefined {
  const bare = bareOf(word);
  return Object.hasOwn(SPLITS, bare) ? SPLITS[bare] : undefined;
}

/**
 * What a curve of this name most likely is; null where the name does not say.
 * @param context which rows the metric is of where its name says nothing: a section of the log that is of one split.
 */
export function roleOf(name: string, context: Split | null = null): Role | null {
  const words = wordsOf(name);
  if (isRate(words)) return 'learningRate';
  if (words.some((word) => NO_MEASURE.has(word))) return null;
  if (words.some((word) => NO_MEASURE_ALONE.has(word)) && !isLoss(words.at(-1)!)) return null;
  const glued = words.length === 1 ? unglued(words[0]!) : words;
  const measure = measureOf(glued);
  if (measure === undefined || name.toLowerCase() === 'error') return null;
  const split = glued.map(splitOf).find((one) => one !== undefined) ?? context ?? usualSplit(name, measure);
  return `${split}${measure === 'loss' ? 'Loss' : 'Score'}`;
}

/** Whether a name says which rows it is measured on; one that does not is taken for that of training rows. */
export function namesRows(name: string): boolean {
  const words = wordsOf(name);
  return (words.length === 1 ? unglued(words[0]!) : words).some((word) => splitOf(word) !== undefined);
}

/** Whether less is better: of a loss. Undefined for what is neither loss nor score. */
export function isMinimized(role: Role | null): boolean | undefined {
  if (role === null || role === 'learningRate') return undefined;
  return role.endsWith('Loss');
}

/** `loss`, and what ends so: `aeloss`. */
const isLoss = (word: string): boolean => /^\p{L}{0,8}loss(?:es)?$/u.test(bareOf(word));

const usualSplit = (name: string, measure: Measure): Split =>
  measure === 'score' && OF_VALIDATION.test(name) ? 'validation' : 'train';

function isRate(words: readonly string[]): boolean {
  const at = words.indexOf('learning');
  if (at >= 0 && words[at + 1] === 'rate') return true;
  return words.some((word) => bareOf(word) === 'lr' || word === '학습률');
}

/** The last word that names a measure decides: a `loss` of the `score` network is a loss. */
function measureOf(words: readonly string[]): Measure | undefined {
  for (const word of words.toReversed()) {
    for (const one of [word, bareOf(word)]) {
      if (LOSSES.has(one) || isLoss(one)) return 'loss';
      if (SCORES.has(one)) return 'score';
    }
  }
  return undefined;
}

/** Without the digits at its end: `acc1`, `valid0`. */
const bareOf = (word: string) => {
  let end = word.length;
  while (end > 0 && word[end - 1]! >= '0' && word[end - 1]! <= '9') end--;
  return word.slice(0, end);
};

function unglued(word: string): string[] {
  for (const head of GLUED) {
    const rest = word.slice(head.length);
    if (word.startsWith(head) && measureOf([rest]) !== undefined) {
      return [head === 'v' ? 'val' : head === 't' ? 'train' : head, rest];
    }
  }
  return [word];
}
