import * as l10n from '@vscode/l10n';
import { optimizers } from '../core/optimizers/index';
import { type Candidates, candidatesOf } from './candidates';
import type { Stopping } from './code-data';
import type { Extra, Finding, FindingKind, Framework, Model } from './finding';

export type TrainingValue = string | number | boolean | { readonly [key: string]: string | number };
/** The training of an experiment, as far as code says it. */
export interface Training {
  optimizer?: string;
  learningRate?: number;
  [key: string]: TrainingValue | undefined;
}

/** The playground's nearest optimizer to those that it does not have. */
const nearest: Readonly<Record<string, string>> = {
  radam: 'adam',
  adadelta: 'adagrad',
  adafactor: 'adam',
  adabelief: 'adam',
  yogi: 'adam',
  lamb: 'adamw',
  lars: 'momentum',
  ranger: 'adam',
  asgd: 'sgd',
  novograd: 'adam',
};

const own = new Set<string>(optimizers.map(({ id }) => id));

/** What each framework takes where nothing is written. */
const defaults: Readonly<Partial<Record<string, Training>>> = {
  sklearn: { optimizer: 'adam', learningRate: 0.001, batchSize: 200, epochs: 200, weightDecay: 0.0001 },
  keras: { batchSize: 32 },
};

/** The weight decay of AdamW where none is written. */
const decays: Readonly<Partial<Record<Framework, number>>> = {
  pytorch: 0.01,
  lightning: 0.01,
  keras: 0.004,
  tensorflow: 0.004,
  jax: 0.0001,
  flax: 0.0001,
  mlx: 0.01,
  paddle: 0.01,
};

/** The training part of an experiment. */
export interface TakenTraining {
  readonly training: Training;
  /** The keys whose values the framework takes because nothing is written. */
  readonly byDefault: readonly string[];
}

/**
 * The training part of an experiment: of what trains `model`, where there is one. What cannot be taken over is added
 * to `notes`.
 */
export function trainingOf(
  findings: readonly Finding[],
  model: Model | undefined,
  notes: string[],
  stopping: Stopping | null = null,
): TakenTraining {
  const usual = defaults[model?.framework ?? ''] ?? {};
  const candidates = candidatesOf([...findings, ...(model?.given ?? [])], model);
  const training = { ...usual, ...found(candidates, notes, hasTop(model)) };
  if (model?.trained) noteMissing(training, candidates, notes);
  if (training.optimizer === 'sgd' && training.weightDecay === 0) delete training.weightDecay;
  const byDefault = Object.keys(training).filter(
    (key) => shown.has(key) && !candidates.isWritten(key as FindingKind),
  );
  if (stopping && !model?.extras) {
    training.earlyStopping = stopping.patience;
    if (stopping.minDelta) training.minDelta = stopping.minDelta;
    if (stopping.restoresBest) training.restoreBest = true;
  }
  for (const extra of model?.extras ?? []) withExtra(training, extra, notes);
  // What is taken without a word.
  if (training.loss === 'auto') delete training.loss;
  return { training, byDefault };
}

/** Says that nothing is known of what a training cannot do without. */
function noteMissing({ optimizer }: Training, candidates: Candidates, notes: string[]): void {
  if (!optimizer && !candidates.of('optimizer').chosen)
    notes.push(l10n.t('no optimizer was found: that of a new experiment was taken'));
}

const shown = new Set(['optimizer', 'learningRate', 'weightDecay', 'batchSize', 'epochs']);

/** Adds what a schedule, a penalty or a callback says; of several that disagree the first counts. */
function withExtra(training: Training, { training: more = {}, note }: Extra, notes: string[]): void {
  if (note !== null && !notes.includes(note)) notes.push(note);
  for (const [key, value] of Object.entries(more)) {
    const known = training[key];
    // The rate beside a schedule is that of its top.
    const isTop = key === 'learningRate' && more.schedule !== undefined;
    const isFree = known === undefined || isTop || replaces(key, known);
    if (isFree) training[key] = value;
    else if (JSON.stringify(known) !== JSON.stringify(value))
      notes.push(l10n.t('{0}: several values; {1} was taken', key, shownValue(known)));
  }
}

/** Momentum comes with an optimizer of its own, and a decay of 0 is none. */
const replaces = (key: string, known: TrainingValue) =>
  (key === 'optimizer' && /^(?:sgd|momentum)$/.test(String(known))) ||
  (key === 'weightDecay' && known === 0) ||
  key === 'rho' ||
  key === 'momentum';

const shownValue = (value: TrainingValue) =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Whether a schedule says the learning rate of its top: then others are not it. */
const hasTop = (model: Model | undefined): boolean =>
  model?.extras?.some(({ training }) => training?.schedule !== undefined && 'learningRate' in training) ??
  false;

function found(candidates: Candidates, notes: string[], isTop: boolean): Training {
  const training: Training = {};
  optimizer(candidates, training, notes);
  number(candidates, training, isTop ? [] : notes, 'learningRate', (value) => value > 0 && value <= 1e9);
  number(candidates, training, notes, 'weightDecay', (value) => value >= 0 && value <= 10);
  number(candidates, training, notes, 'batchSize', isCount);
  number(candidates, training, notes, 'epochs', isCount);
  return training;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1_000_000;
}

function optimizer(candidates: Candidates, training: Training, notes: string[]): void {
  const { chosen: first, others } = candidates.of('optimizer');
  if (!first?.name) return;
  if (others.some(({ name }) => name !== first.name)) {
    notes.push(l10n.t('several optimizers; the first, {0}, was taken', first.name));
  }
  if (!own.has(first.name) && !Object.hasOwn(nearest, first.name)) {
    notes.push(l10n.t('the optimizer {0} is not available and was left out', first.name));
    return;
  }
  const id = own.has(first.name) ? first.name : nearest[first.name]!;
  if (id !== first.name)
    notes.push(l10n.t('the optimizer {0} is not available: {1} was taken', first.name, id));
  training.optimizer = id;
  if (id === 'sgd') withMomentum(candidates, first, training);
  if (first.framework === 'keras') ofKeras(training, notes);
  const decay = first.name === 'adamw' ? decays[first.framework] : undefined;
  if (decay !== undefined) training.weightDecay = decay;
}

/** Where the optimizers of Keras are not those of PyTorch. */
function ofKeras(training: Training, notes: string[]): void {
  const { optimizer: id } = training;
  if (id === 'rmsprop') training.rho = 0.9;
  if (id === 'nadam') training.momentumDecay = 1;
  if (id === 'adagrad')
    notes.push(l10n.t('Adagrad of Keras begins with 0.1 in its sum of squares; here it begins with 0'));
}

/** `'momentum'` and `'nesterov'` as the names of optimizers. */
const withShare = /['"](?:momentum|sgdm|sgd_momentum|nesterov|nag)['"]/i;
const ofNesterov = /nesterov\s*=\s*True|\bNesterov\w*\s*\(|['"](?:nesterov|nag)['"]/i;

function withMomentum(candidates: Candidates, { text }: Finding, training: Training): void {
  const momentum = candidates.of('momentum').chosen?.value ?? (withShare.test(text) ? 0.9 : 0);
  if (momentum <= 0 || momentum >= 1) return;
  training.optimizer = ofNesterov.test(text) ? 'nesterov' : 'momentum';
  training.momentum = momentum;
}

function number(
  candidates: Candidates,
  training: Training,
  notes: string[],
  kind: Exclude<FindingKind, 'dropout' | 'optimizer' | 'momentum'>,
  isAllowed: (value: number) => boolean,
): void {
  const { chosen, others, unresolved } = candidates.of(kind);
  if (unresolved?.reason) notes.push(l10n.t('{0}: {1}', unresolved.text, unresolved.reason));
  if (!chosen || chosen.value === null) return;
  if (!isAllowed(chosen.value)) {
    notes.push(l10n.t('{0}: {1} is not allowed here and was left out', chosen.text, chosen.value));
    return;
  }
  training[kind] = chosen.value;
  if (others.some(({ value }) => value !== chosen.value))
    notes.push(l10n.t('several values at {0}: {1} was taken', chosen.text, chosen.value));
}
