import { type CodeData, type NamedSet, NO_DATA, type Target } from './code-data';
import type { Framework, Layer, Model } from './finding';

/** What a piece of code is trained on and to predict, as far as it says so. */
export interface Problem {
  readonly task: 'classification' | 'regression' | null;
  /** Features of a sample. */
  readonly features: number | null;
  /** A sample is a picture. */
  readonly isImage: boolean;
  /** Classification: how many classes. */
  readonly classes: number | null;
  /** Several yes-or-no labels a sample, any number of which may hold: how many. */
  readonly labels: number | null;
  /** Regression: how many numbers. */
  readonly targets: number | null;
  /** Files of data that the code reads. */
  readonly files: readonly string[];
  /** Data sets that it loads or makes. */
  readonly sets: readonly NamedSet[];
}

const silent = new Set<Layer['kind']>(['dropout', 'reshape', 'normalization', 'input', 'other']);

/** Frameworks in whose code the last layer has the activation that the loss needs. */
const withActivation = new Set<Framework>(['keras', 'tensorflow', 'tfjs']);

/** What a model, or else the file alone, is trained on. */
export function problemOf(data: CodeData = NO_DATA, model?: Model): Problem {
  const { files, sets } = data;
  const output = model && outputOf(model);
  const shape = model && shapeOf(model);
  const { task, classes, labels = null } = taskOf(data.targets, output, model?.framework);
  const set = setOf(sets, task, shape);
  const isClassified = labels === null && (task ?? set?.task) === 'classification';
  return {
    task: task ?? set?.task ?? null,
    features: shape ? product(shape) : (set?.features ?? null),
    isImage: isImage(model, shape) || (set?.isImage ?? false),
    classes: isClassified ? (classes ?? set?.classes ?? null) : null,
    labels,
    targets: task === 'regression' ? (output?.units ?? null) : null,
    files,
    sets,
  };
}

/** The one set that a file loads, unless the model is of another kind. */
function setOf(
  sets: readonly NamedSet[],
  task: Problem['task'],
  shape: readonly number[] | undefined,
): NamedSet | undefined {
  const [set] = new Set(sets.map(({ name }) => name)).size === 1 ? sets : [];
  if (!set || (task !== null && task !== set.task)) return undefined;
  const features = shape && product(shape);
  return features === undefined || set.features === null || features === set.features ? set : undefined;
}

interface Output {
  readonly units: number | null;
  /** Of the last linear layer, its own or what stands behind it; `null`: none. */
  readonly activation: string | null;
}

/** The last linear layer, and the activation that the network ends with. */
function outputOf({ layers }: Model): Output | undefined {
  const at = layers.findLastIndex(({ kind }) => kind === 'linear');
  const last = layers[at];
  if (!last) return undefined;
  const behind = layers.slice(at + 1);
  if (behind.some(({ kind }) => kind !== 'activation' && !silent.has(kind))) return undefined;
  const activation = behind.findLast((layer) => layer.activation !== null)?.activation;
  return { units: last.units, activation: activation ?? last.activation };
}

type Said = Pick<Problem, 'task' | 'classes'> & { readonly labels?: number };

const NOTHING: Said = { task: null, classes: null };
const classesOf = (classes: number | null): Said => ({ task: 'classification', classes });
/** One output tells two classes apart; each of several says yes or no for itself. */
const yesOrNo = (units: number | null): Said =>
  units !== null && units > 1 ? { task: 'classification', classes: null, labels: units } : classesOf(2);
const several = (units: number | null) => (units !== null && units > 1 ? units : null);

/** What is predicted: softmax and losses say it, and of losses that disagree those that fit the output. */
function taskOf(targets: readonly Target[], output: Output | undefined, framework?: Framework): Said {
  const units = output?.units ?? null;
  if (output?.activation && /softmax/.test(output.activation)) return classesOf(several(units));
  const target = targets.length > 1 ? targets.find((one) => fits(one, output)) : targets[0];
  switch (target) {
    case 'number':
      return { task: 'regression', classes: null };
    case 'binary':
      return yesOrNo(units);
    case 'multiclass':
    case 'class':
      return classesOf(several(units));
    default:
      return output ? withoutLoss(output, framework) : NOTHING;
  }
}

/** Whether a loss can be that of an output. */
function fits(target: Target, { units, activation }: Output = { units: null, activation: null }): boolean {
  const isSigmoid = activation === 'sigmoid';
  switch (target) {
    case 'number':
      return !isSigmoid && (units === null || units === 1);
    case 'binary':
      return isSigmoid || units === 1;
    default:
      return !isSigmoid && units !== 1;
  }
}

function withoutLoss({ units, activation }: Output, framework: Framework | undefined): Said {
  if (activation === 'sigmoid') return yesOrNo(units);
  const isLinear = activation === null || activation === 'linear';
  if (!isLinear || units === null) return NOTHING;
  const isCertain = framework !== undefined && withActivation.has(framework);
  if (units === 1) return isCertain ? { task: 'regression', classes: null } : NOTHING;
  return isCertain ? NOTHING : classesOf(units);
}

/** The shape of a sample: that of the first layer which says it, unless others have changed it before. */
function shapeOf({ layers }: Model): readonly number[] | undefined {
  for (const { kind, shape } of layers) {
    if (shape) return shape;
    if (!silent.has(kind) && kind !== 'activation') return undefined;
  }
  return undefined;
}

const product = (shape: readonly number[]) => shape.reduce((all, size) => all * size, 1);

/** Rows and columns with or without channels, 28 × 28 in a row, or what only pictures go through. */
function isImage(model: Model | undefined, shape: readonly number[] | undefined): boolean {
  if (shape) {
    const sizes = shape.filter((size) => size > 4);
    return product(shape) === 784 || (sizes.length === 2 && sizes[0] === sizes[1]);
  }
  return model?.layers.some(({ kind, name }) => kind === 'convolution' && /2d/i.test(name)) ?? false;
}
