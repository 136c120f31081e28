import * as l10n from '@vscode/l10n';
import { activations } from '../core/activations/index';
import { LIMITS } from '../core/spec';
import type { CodeData } from './code-data';
import type { Finding, Layer, Model } from './finding';
import { UNKNOWN_ACTIVATION } from './frameworks/activations';
import { type NormOfCode, normalizationOfLayers } from './norms';
import { type Problem, problemOf } from './problem';
import { type Training, trainingOf } from './training';

type Site = boolean | number;

interface ActivationOfCode {
  activation?: string;
  negativeSlope?: number;
  alpha?: number;
}

/** What code says of an experiment; `parseExperiment` fills in the rest. */
export interface PartialExperiment {
  version: 1;
  name: string;
  /** Only what is held back of it: which data it is, is for the caller to choose by the problem. */
  data?: { validation: number };
  network: { hidden?: number[]; normalization?: NormOfCode } & ActivationOfCode;
  dropout: {
    rule?: string;
    ratio?: number;
    placement: { input: Site; hidden: Site | Site[]; output: Site };
  };
  training: Training;
}

/** An experiment as near to the code as the playground can come, and what it could not take over, in words. */
export interface Takeover {
  readonly experiment: PartialExperiment;
  readonly notes: readonly string[];
  /** Keys of the training whose values the code's framework takes because nothing is written. */
  readonly byDefault?: readonly string[];
  /** What the code is trained on and to predict. */
  readonly problem?: Problem;
}

/** What stands in for an activation that is not there. */
const nearest: Readonly<Record<string, string>> = {
  prelu: 'leakyRelu',
  mish: 'silu',
  'hard-swish': 'silu',
};

/** The parameter of an activation that has one, by its id, and whether a value is allowed. */
const slopes: Readonly<
  Record<string, readonly [key: 'negativeSlope' | 'alpha', (value: number) => boolean]>
> = {
  leakyRelu: ['negativeSlope', (value) => value >= 0 && value <= 1],
  elu: ['alpha', (value) => value > 0 && value <= 10],
};

/** What is left out of a network, by kind of layer. */
const leftOut: Readonly<Partial<Record<Layer['kind'], () => string>>> = {
  convolution: () => l10n.t('convolutions'),
  pooling: () => l10n.t('pooling'),
  recurrent: () => l10n.t('recurrent layers'),
  attention: () => l10n.t('attention'),
  embedding: () => l10n.t('embeddings'),
  normalization: () => l10n.t('normalization'),
  other: () => l10n.t('other layers'),
};

/** Builds an experiment from a model and the findings of its file. */
export function toExperiment(findings: readonly Finding[], model?: Model, data?: CodeData): Takeover {
  const notes: string[] = [...(model?.notes ?? [])];
  const { training, byDefault } = trainingOf(findings, model, notes, data?.stopping);
  const own = model?.extras?.find(({ validation }) => validation !== undefined)?.validation;
  const validation = own ?? data?.validation;
  const held = validation ? { data: { validation } } : {};
  const said = { version: 1, name: model?.name ?? '', ...held } as const;
  const rest = { notes, byDefault, problem: problemOf(data, model) };
  if (!model) {
    const dropout = dropoutAlone(findings, notes);
    return { experiment: { ...said, network: {}, dropout, training }, ...rest };
  }
  const reader = new NetworkReader(model, notes);
  const layers = { network: reader.network(), dropout: reader.dropout() };
  reader.noteOutput();
  return { experiment: { ...said, ...layers, training }, ...rest };
}

/** Drop ratios without a sequence of layers: the first is the shared one. */
function dropoutAlone(findings: readonly Finding[], notes: string[]): PartialExperiment['dropout'] {
  const ratios = findings.flatMap(({ kind, value }) => (kind === 'dropout' && value !== null ? [value] : []));
  const [first] = ratios.filter(isRatio);
  notes.push(l10n.t('no plain sequence of layers was found: the network is the default one'));
  if (new Set(ratios).size > 1) notes.push(l10n.t('several drop ratios; {0} was taken', first ?? '–'));
  const placement = { input: false, hidden: first !== undefined, output: false };
  return first === undefined ? { placement } : { ratio: first, placement };
}

function isRatio(value: number): boolean {
  return value >= 0 && value < 1;
}

/** Reads a sequence of layers as a multilayer perceptron. */
class NetworkReader {
  readonly #linear: readonly Layer[];
  /** The layers before the first linear one, between each and the next, and after the last. */
  readonly #between: readonly (readonly Layer[])[];

  readonly #normalization: NormOfCode | undefined;
  readonly #model: Model;
  readonly #notes: string[];

  constructor(model: Model, notes: string[]) {
    this.#model = model;
    this.#notes = notes;
    const between: Layer[][] = [[]];
    for (const layer of model.layers) {
      if (layer.kind === 'linear') between.push([layer]);
      else between.at(-1)!.push(layer);
    }
    this.#between = between;
    this.#linear = model.layers.filter(({ kind }) => kind === 'linear');
    const taken = new Set<Layer>();
    this.#normalization = normalizationOfLayers(between.slice(1, 1 + this.#hiddenCount), notes, taken);
    this.#noteLeftOut(taken);
  }

  /** The hidden layers: all linear ones but the last, which is the output. */
  get #hiddenCount(): number {
    return Math.min(Math.max(0, this.#linear.length - 1), LIMITS.hiddenLayers);
  }

  network(): PartialExperiment['network'] {
    if (this.#linear.length === 0) {
      this.#notes.push(l10n.t('there is no linear layer: the network is the default one'));
      return {};
    }
    if (this.#linear.length - 1 > LIMITS.hiddenLayers) {
      this.#notes.push(l10n.t('only the first {0} hidden layers were taken over', LIMITS.hiddenLayers));
    }
    const hidden = this.#linear.slice(0, this.#hiddenCount).map((layer, index) => this.#width(layer, index));
    const normalization = this.#normalization;
    return { hidden, ...this.#activation(), ...(normalization && { normalization }) };
  }

  dropout(): PartialExperiment['dropout'] {
    const input = this.#site(this.#between[0]!);
    const hidden = this.#between.slice(1, 1 + this.#hiddenCount).map((layers) => this.#site(layers));
    const output = this.#linear.length > 0 ? this.#site(this.#between.at(-1)!) : false;
    if (this.#linear.length === 0) return { placement: { input, hidden: input !== false, output: false } };
    const ratio = shared(hidden);
    const relative = hidden.map((site) => (site === ratio ? true : site));
    const alike = new Set(relative).size <= 1;
    const rule = this.#rule();
    return {
      ...(rule ? { rule } : {}),
      ...(ratio === undefined ? {} : { ratio }),
      placement: { input, hidden: alike ? (relative[0] ?? false) : relative, output },
    };
  }

  /** A softmax, or the sigmoid of one output under binary cross-entropy, comes with the loss. */
  noteOutput(): void {
    const id = this.#linear.length > 1 ? activationAfter(this.#between.at(-1)!) : 'linear';
    const loss = this.#model.extras?.find(({ training }) => training?.loss !== undefined)?.training?.loss;
    const isBinary = (this.#linear.at(-1)?.units ?? 1) === 1 && (!loss || loss === 'binaryCrossEntropy');
    const isOfLoss = id === 'softmax' || (id === 'sigmoid' && isBinary);
    if (id !== 'linear' && id !== UNKNOWN_ACTIVATION && !isOfLoss)
      this.#notes.push(l10n.t('{0} at the output is left out', id));
  }

  #width({ units, name }: Layer, index: number): number {
    const usual = 128;
    if (units === null) {
      this.#notes.push(
        l10n.t('the width of hidden layer {0} ({1}) is not written: {2} was taken', index + 1, name, usual),
      );
      return usual;
    }
    if (units >= 1 && units <= LIMITS.width) return units;
    this.#notes.push(
      l10n.t('hidden layer {0} has {1} neurons; the most here is {2}', index + 1, units, LIMITS.width),
    );
    return units < 1 ? 1 : LIMITS.width;
  }

  #activation(): ActivationOfCode {
    const ids = this.#between.slice(1, 1 + this.#hiddenCount).map(activationAfter);
    const usual = mostFrequent(ids);
    if (usual === undefined) return {};
    if (new Set(ids).size > 1) {
      this.#notes.push(l10n.t('the activations differ from layer to layer: {0} was taken for all', usual));
    }
    if (usual === UNKNOWN_ACTIVATION) {
      this.#notes.push(l10n.t('the activation is not written: {0} was taken', 'relu'));
      return { activation: 'relu' };
    }
    if (activations.some(({ id }) => id === usual))
      return { activation: usual, ...this.#slope(usual, usual) };
    const activation = nearest[usual] ?? 'relu';
    this.#notes.push(l10n.t('the activation {0} is not available: {1} was taken', usual, activation));
    return { activation, ...this.#slope(usual, activation) };
  }

  /** What an activation of the code takes as its slope left of 0. */
  #slope(id: string, activation: string): ActivationOfCode {
    const parameter = slopes[activation];
    const given = this.#model.layers.filter((layer) => layer.activation === id && layer.slope !== undefined);
    if (!parameter || given.length === 0) return {};
    const [key, isAllowed] = parameter;
    const [slope] = given.flatMap((layer) =>
      layer.slope != null && isAllowed(layer.slope) ? [layer.slope] : [],
    );
    if (given.some((layer) => layer.slope !== slope))
      this.#notes.push(
        slope === undefined
          ? l10n.t('the slope of {0} is not a written number that is allowed: the usual one was taken', id)
          : l10n.t('several slopes of {0}; {1} was taken', id, slope),
      );
    return slope === undefined ? {} : { [key]: slope };
  }

  /** What stands at a site; several dropouts in a row drop what each of them drops. */
  #site(layers: readonly Layer[]): number | false {
    const dropouts = layers.filter(({ kind }) => kind === 'dropout');
    const known = dropouts.flatMap(({ ratio }) => (ratio !== null && isRatio(ratio) ? [ratio] : []));
    for (const { ratio, name } of dropouts) {
      if (ratio === null)
        this.#notes.push(l10n.t('the ratio of {0} is not a written number: it was left out', name));
      else if (!isRatio(ratio))
        this.#notes.push(l10n.t('the ratio {0} of {1} is not allowed: it was left out', ratio, name));
    }
    if (known.length === 0) return false;
    return Number((1 - known.reduce((kept, ratio) => kept * (1 - ratio), 1)).toPrecision(12));
  }

  #rule(): string | undefined {
    const names = this.#model.layers.filter(({ kind }) => kind === 'dropout').map(({ name }) => name);
    if (names.some((name) => /(?:Dropout[123]d|Spatial)/i.test(name))) {
      this.#notes.push(l10n.t('dropout of whole channels is taken as dropout of single neurons'));
    }
    if (names.length > 0 && names.every((name) => /alpha/i.test(name))) return 'alpha';
    return names.length > 0 && names.every((name) => /gaussian/i.test(name)) ? 'gaussian' : undefined;
  }

  #noteLeftOut(taken: ReadonlySet<Layer>): void {
    const kinds = new Set(this.#model.layers.filter((layer) => !taken.has(layer)).map(({ kind }) => kind));
    const words = [...kinds].flatMap((kind) => leftOut[kind]?.() ?? []);
    if (words.length > 0) this.#notes.push(l10n.t('left out: {0}', words.join(', ')));
  }
}

/** The activation of a linear layer, its own or the one that follows it; none is `linear`. */
function activationAfter(layers: readonly Layer[]): string {
  return layers.find(({ activation }) => activation !== null)?.activation ?? 'linear';
}

/** The ratio that most hidden layers with dropout have. */
function shared(sites: readonly (number | false)[]): number | undefined {
  return mostFrequent(sites.filter((site) => site !== false));
}

/** What stands there most often; of those that do equally often, the first. */
function mostFrequent<T>(items: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
