import type { CodeData } from './code-data';

/** What a finding is about. */
export type FindingKind =
  | 'dropout'
  | 'learningRate'
  | 'optimizer'
  | 'weightDecay'
  | 'momentum'
  | 'batchSize'
  | 'epochs';

/**
 * Whose spelling it is; `numpy`: the networks of *Deep Learning from Scratch*; `python`: plain Python beside no known
 * framework; `config`: a configuration file.
 */
export type Framework =
  | 'pytorch'
  | 'lightning'
  | 'fastai'
  | 'keras'
  | 'tensorflow'
  | 'jax'
  | 'flax'
  | 'haiku'
  | 'sklearn'
  | 'skorch'
  | 'transformers'
  | 'tfjs'
  | 'mlx'
  | 'paddle'
  | 'dezero'
  | 'numpy'
  | 'python'
  | 'config';

/**
 * `high`: a call resolved through its import, every name on the way has one definition;
 * `medium`: one step is a convention (a star import, an untyped `config`, a constant known by its name);
 * `low`: known by its name alone.
 */
export type Confidence = 'high' | 'medium' | 'low';

/** Offsets in UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** In an open notebook: the 0-based index of the code cell that the offsets count in. */
  readonly cell?: number;
}

/** One step from the use to the literal, the use first. */
export interface Step extends Span {
  /** The source text of the step, on one line. */
  readonly text: string;
}

/** Where a new value goes. An empty span is an insertion: the value is the framework's default, not written. */
export interface EditTarget extends Span {
  /** The literal as it is written; empty for an insertion. */
  readonly text: string;
  /** The literal is the fraction kept: 1 − the finding's value. */
  readonly keep: boolean;
  /** What an insertion needs before the number, such as `, p=`. */
  readonly before: string;
}

/** A hyperparameter in a file. */
export interface Finding extends Span {
  readonly kind: FindingKind;
  /** A drop ratio (never a keep fraction), a rate, a count; `null` for an optimizer or when unresolved. */
  readonly value: number | null;
  /** The id of an optimizer, such as `adam`, where `kind` is `optimizer`; otherwise `null`. */
  readonly name: string | null;
  readonly framework: Framework;
  readonly confidence: Confidence;
  /** The source text of the use, on one line. */
  readonly text: string;
  /** The qualified name of what is called, such as `torch.nn.Dropout`, or the key. */
  readonly spelling: string;
  readonly edit: EditTarget | null;
  readonly chain: readonly Step[];
  /** Why there is no value, or why a value cannot be edited; in words. */
  readonly reason: string | null;
  /** The value is what the framework takes when nothing is written. */
  readonly isDefault: boolean;
  /** The models that it trains, as far as the code says so; empty: it is for an evaluation. */
  readonly trains?: readonly Span[];
}

export type LayerKind =
  | 'input'
  | 'linear'
  | 'activation'
  | 'dropout'
  | 'normalization'
  | 'convolution'
  | 'pooling'
  | 'recurrent'
  | 'attention'
  | 'embedding'
  | 'reshape'
  | 'other';

/** A normalization over the batch or over the neurons of a layer. */
export interface NormOfLayer {
  readonly kind: 'batch' | 'layer';
  /** The share of a batch in running statistics; `null`: not resolved, or there are none. */
  readonly momentum: number | null;
  /** Added to the variance; `null`: not resolved. */
  readonly epsilon: number | null;
}

/** One layer of a model, in the order of the forward pass. */
export interface Layer extends Span {
  readonly kind: LayerKind;
  /** As it is written, such as `nn.Linear`. */
  readonly name: string;
  /** Outputs of a linear layer; `null` elsewhere or when unresolved. */
  readonly units: number | null;
  /** The id of the activation of this layer, such as `relu`; `null`: none, or not of this layer. */
  readonly activation: string | null;
  /** What the activation takes as its slope left of 0, or α; `null`: not resolved; absent: it takes none. */
  readonly slope?: number | null;
  /** What a batch or layer normalization says; absent: it is neither. */
  readonly norm?: NormOfLayer;
  /** The drop ratio of a dropout layer; `null` elsewhere or when unresolved. */
  readonly ratio: number | null;
  /** The shape of a sample that it takes, as far as it is written, without the batch; absent: nothing is written. */
  readonly shape?: readonly number[];
}

/** A sequence of layers. */
export interface Model extends Span {
  /** The class or variable. */
  readonly name: string;
  readonly framework: Framework;
  readonly layers: readonly Layer[];
  /** What kept the sequence from being plain, in words; empty: the sequence is complete. */
  readonly notes: readonly string[];
  /** It is compiled, fitted or given to an optimizer in this file, so its last layer is the output. */
  readonly trained: boolean;
  /** What its training has beside hyperparameters: schedules, constraints, callbacks. */
  readonly extras?: readonly Extra[];
  /** What a call of a function that trains several models gives this one, where the finding itself has no one value. */
  readonly given?: readonly Finding[];
}

/** A part of how a model is trained that is no hyperparameter of its own. */
export interface Extra {
  /** Values that an experiment's training takes over from it. */
  readonly training?: Readonly<Record<string, ExtraValue>>;
  /** What an experiment cannot take over, in words; `null`: everything is. */
  readonly note: string | null;
  /** The fraction of its training samples that the model's training holds back. */
  readonly validation?: number;
}

export type ExtraValue = string | number | boolean | { readonly [key: string]: string | number };

/** Replaces a span (an empty one: inserts there) by `newText`. */
export interface CodeEdit extends Span {
  readonly newText: string;
}

/** A change that mends what a hint is about; it fits the very text that was scanned. */
export interface HintFix {
  readonly title: string;
  /** In any order, none overlapping. */
  readonly edits: readonly CodeEdit[];
}

/** What a hint is about; people hide hints by these. */
export type HintId =
  | 'keepAsRate'
  | 'ratioOutOfRange'
  | 'dropoutAfterLastLayer'
  | 'missingEval'
  | 'alwaysOn'
  | 'alwaysOff'
  | 'flagReversed'
  | 'noEffect'
  | 'resultUnused'
  | 'trainOnce'
  | 'trainingAsRatio'
  | 'unregistered';

/** Gentle remarks on what is probably a mistake. */
export interface CodeHint extends Span {
  readonly id: HintId;
  readonly message: string;
  /** A page that says so. */
  readonly source: string;
  /** Where it is certain what to change. */
  readonly fix?: HintFix | undefined;
}

/** The languages that a scan understands; `notebook`: the text of an `.ipynb` file. */
export type CodeLanguage = 'python' | 'notebook' | 'javascript' | 'typescript' | 'yaml' | 'json' | 'toml';

/** A number of a file, and what it is called there. */
export interface NamedNumber {
  /**
   * Of a variable, an argument, a key of a dictionary or an option of the command line (`--drop-ratio`: `drop_ratio`);
   * in a configuration the keys that lead to it (`model.dropout`).
   */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All that one text says. Spans are offsets in that text. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly models: readonly Model[];
  readonly hints: readonly CodeHint[];
  /** What the text says of its data; absent: it is of no language that says any. */
  readonly data?: CodeData;
  /** Of a configuration, where it was asked for: all of its numbers. */
  readonly numbers?: readonly NamedNumber[];
  /** Some of what was read has a syntax error: keep showing the last good result while a person types. */
  readonly broken: boolean;
  /** The text is too complex to be read whole: this is what was found until then. */
  readonly isCut?: true;
  /**
   * Where it is not its complexity that keeps it from being read whole: reading it took too long or ended the thread
   * (then nothing is known of it), or it says more than is shown.
   */
  readonly why?: 'slow' | 'died' | 'many';
}

/** Kinds of findings that say how a model is trained. */
export const ofTraining: ReadonlySet<Finding['kind']> = new Set<Finding['kind']>([
  'optimizer',
  'learningRate',
  'weightDecay',
  'momentum',
  'batchSize',
  'epochs',
]);
