import type { FindingKind, Framework, LayerKind } from '../finding';

/** An argument that holds a hyperparameter. */
export interface Argument {
  readonly kind: FindingKind;
  /** The keywords that it is known by, the present one first. */
  readonly names: readonly string[];
  /** 0-based place among the positional arguments; absent: by keyword only. */
  readonly position?: number;
  /** What the framework takes when the argument is left out; absent: nothing worth a finding. */
  readonly default?: number;
  /** The number is the fraction kept. */
  readonly keep?: boolean;
}

/** A call that holds hyperparameters. */
export interface Spelling {
  /** Canonical qualified names (see canonical.ts). */
  readonly names: readonly string[];
  readonly framework: Framework;
  readonly args: readonly Argument[];
  /** The call makes an optimizer: its id. */
  readonly optimizer?: string;
  /** An argument that names an optimizer (`'adam'`) or holds one. */
  readonly optimizerArgument?: Place;
  /** The call makes a learning-rate schedule: an optimizer that is given it has no rate of its own. */
  readonly schedule?: boolean;
  /** A dropout layer or function: the whole call is the finding, not the argument. */
  readonly whole?: boolean;
}

/** A method whose object no import identifies, such as `model.fit(…)`. */
export interface MethodSpelling extends Spelling {
  /** Packages of which the file must import one. */
  readonly packages: readonly string[];
  /** One of these keywords must be there, so that other methods of the name are left alone. */
  readonly requires: readonly string[];
}

/** Where an argument is: its keywords, the present one first, and its 0-based place; absent: by keyword only. */
export interface Place {
  readonly names: readonly string[];
  readonly position?: number;
}

/** What goes by several qualified names. */
export interface Named {
  readonly names: readonly string[];
  readonly framework: Framework;
}

/** A call that makes a whole perceptron from the widths of its layers. */
export interface PerceptronSpelling extends Named {
  readonly widths: Place;
  /** The widths where none are given. */
  readonly defaultWidths?: readonly number[];
  /** The arguments with the numbers of inputs and outputs. */
  readonly inputs?: Place;
  readonly outputs?: Place;
  /** The last width is that of the output. */
  readonly withOutput?: boolean;
  /** The argument with the activation of the hidden layers, and its id where it is left out. */
  readonly activation: Place & { readonly default: string };
  /** Dropout after every hidden layer: its ratio, and the argument that has to be `True` for it. */
  readonly dropout?: { readonly ratio: Place & { readonly default: number }; readonly on: Place };
}

/** A layer as far as the sequence of layers needs to know it. */
export interface LayerSpelling {
  readonly names: readonly string[];
  readonly kind: LayerKind;
  readonly framework: Framework;
  /** The argument with the number of outputs. */
  readonly units?: { readonly names: readonly string[]; readonly position: number };
  /** The arguments with the shape of a sample or the number of its features, the first that is there. */
  readonly inputs?: readonly Place[];
  /** The id of the activation that the layer is, or the argument that names it. */
  readonly activation?: string | Place;
}

/** A container of layers. */
export interface Container extends Named {
  /** The methods that add a layer at the end: their first argument, or the second after a name. */
  readonly growsBy?: readonly string[];
}

/** What one family of frameworks brings. */
export interface Family {
  /** The top-level packages that make a file one of this family. */
  readonly packages: readonly string[];
  readonly framework: Framework;
  readonly spellings: readonly Spelling[];
  readonly methods?: readonly MethodSpelling[];
  readonly layers?: readonly LayerSpelling[];
  /** Base classes of networks: the forward pass of what derives from them is a sequence of layers. */
  readonly modules?: readonly Named[];
  /** Containers that apply their members one after the other. */
  readonly containers?: readonly Container[];
  /** What holds layers in a list and applies none of them. */
  readonly lists?: readonly Named[];
  readonly perceptrons?: readonly PerceptronSpelling[];
  /** What `from … import *` of its packages brings besides what the tables name: local name → qualified name. */
  readonly exports?: Readonly<Record<string, string>>;
}

/** `under('torch.nn', 'Dropout Dropout2d')`: the names below a module. */
export function under(module: string, names: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => `${module}.${name}`);
}

/** `layer('haiku', 'pooling', 'haiku', 'MaxPool AvgPool')`: layers that are all of one kind. */
export function layer(framework: Framework, kind: LayerKind, module: string, names: string): LayerSpelling {
  return { framework, kind, names: under(module, names) };
}

/** `arg('dropout', 'p', 0, 0.5)`: several keywords are separated by `|`. */
export function arg(
  kind: FindingKind,
  names: string,
  position?: number,
  value?: number,
  keep?: boolean,
): Argument {
  return {
    kind,
    names: names.split('|'),
    ...(position === undefined ? {} : { position }),
    ...(value === undefined ? {} : { default: value }),
    ...(keep ? { keep } : {}),
  };
}
