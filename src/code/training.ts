import * as l10n from '@vscode/l10n';
import type { Stopping } from './code-data';
import type { Finding, FindingKind, Model } from './finding';

type Training = Record<string, string | number | boolean>;

/** The playground's nearest optimizer to those that it does not have. */
const nearest: Readonly<Record<string, string>> = {
  nadam: 'adam',
  radam: 'adam',
  adamax: 'adam',
  adagrad: 'rmsprop',
  adadelta: 'rmsprop',
  adafactor: 'adam',
  adabelief: 'adam',
  yogi: 'adam',
  lion: 'adamw',
  lamb: 'adamw',
  lars: 'momentum',
  ranger: 'adam',
  asgd: 'sgd',
  novograd: 'adam',
};

const own = new Set(['adam', 'adamw', 'sgd', 'rmsprop']);

/** What each framework takes where nothing is written. */
const defaults: Readonly<Partial<Record<string, Training>>> = {
  sklearn: { optimizer: 'adam', learningRate: 0.001, batchSize: 200, epochs: 200, weightDecay: 0.0001 },
  keras: { batchSize: 32 },
};

/** The training part of an experiment. */
export interface TakenTraining {
  readonly training: Training;
  /** The keys whose values the framework takes because nothing is written. */
  readonly byDefault: readonly string[];
}

/** The training part of an experiment; what cannot be taken over is added to `notes`. */
export function trainingOf(
  findings: readonly Finding[],
  model: Model | undefined,
  notes: string[],
  stopping: Stopping | null = null,
): TakenTraining {
  const written = findings.filter(({ isDefault }) => !isDefault);
  const usual = defaults[model?.framework ?? ''] ?? {};
  const training = { ...usual, ...found(findings, notes) };
  if (training.optimizer === 'sgd' && training.weightDecay === 0) delete training.weightDecay;
  const isWritten = (key: string) => written.some(({ kind }) => kind === key);
  const byDefault = Object.keys(training).filter((key) => shown.has(key) && !isWritten(key));
  if (stopping) {
    training.earlyStopping = stopping.patience;
    if (stopping.restoresBest) training.restoreBest = true;
  }
  return { training, byDefault };
}

const shown = new Set(['optimizer', 'learningRate', 'weightDecay', 'batchSize', 'epochs']);

function found(findings: readonly Finding[], notes: string[]): Training {
  const training: Training = {};
  optimizer(findings, training, notes);
  number(findings, training, notes, 'learningRate', (value) => value > 0 && value <= 1e9);
  number(findings, training, notes, 'weightDecay', (value) => value >= 0 && value <= 10);
  number(findings, training, notes, 'batchSize', isCount);
  number(findings, training, notes, 'epochs', isCount);
  return training;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 1_000_000;
}

function optimizer(findings: readonly Finding[], training: Training, notes: string[]): void {
  const all = findings.filter(({ kind }) => kind === 'optimizer');
  const [first] = all;
  if (!first?.name) return;
  if (new Set(all.map(({ name }) => name)).size > 1) {
    notes.push(l10n.t('several optimizers; the first, {0}, was taken', first.name));
  }
  if (!own.has(first.name) && !Object.hasOwn(nearest, first.name)) {
    notes.push(l10n.t('the optimizer {0} is not there and was left out', first.name));
    return;
  }
  const id = own.has(first.name) ? first.name : nearest[first.name]!;
  if (id !== first.name) notes.push(l10n.t('the optimizer {0} is not there: {1} was taken', first.name, id));
  training.optimizer = id;
  if (id === 'sgd') withMomentum(findings, first, training);
  if (id === 'rmsprop' && first.framework === 'keras') training.rho = 0.9;
}

function withMomentum(findings: readonly Finding[], { text }: Finding, training: Training): void {
  const momentum = findings.find(({ kind }) => kind === 'momentum')?.value ?? 0;
  if (momentum <= 0 || momentum >= 1) return;
  training.optimizer = /nesterov\s*=\s*True|\bNesterov\w*\s*\(/.test(text) ? 'nesterov' : 'momentum';
  training.momentum = momentum;
}

/** Test loaders have batch sizes of their own. */
const forTests = /test|val|eval/i;

function number(
  findings: readonly Finding[],
  training: Training,
  notes: string[],
  kind: Exclude<FindingKind, 'dropout' | 'optimizer' | 'momentum'>,
  isAllowed: (value: number) => boolean,
): void {
  const all = findings.filter((finding) => finding.kind === kind);
  const known = all.filter(({ value }) => value !== null);
  const found = known.find(({ text }) => !forTests.test(text)) ?? known[0];
  if (!found || found.value === null) {
    if (all[0]?.reason) notes.push(l10n.t('{0}: {1}', all[0].text, all[0].reason));
    return;
  }
  if (!isAllowed(found.value)) {
    notes.push(l10n.t('{0}: {1} is not allowed here and was left out', found.text, found.value));
    return;
  }
  training[kind] = found.value;
  const others = new Set(known.map(({ value }) => value));
  if (others.size > 1) notes.push(l10n.t('several values at {0}: {1} was taken', found.text, found.value));
}
