import * as l10n from '@vscode/l10n';
import { validationCount } from '../../core/datasets/generate';
import type { InitializerId } from '../../core/initializers';
import { resolvePlacement } from '../../core/placement';
import type { PlateauParams } from '../../core/schedules/plateau';
import { describeExperiment } from '../../experiment/label';
import type { Experiment } from '../../experiment/schema';
import { type FileSourceId, fileSources } from '../../experiment/sources';
import { type Unsaid, type Words, type Writers, worded, written } from './said';
import { numeral, quoted } from './text';

/** What every generator needs to know of an experiment, worked out once. */
export interface Plan extends Unsaid {
  readonly experiment: Experiment;
  /** The drop ratio at the input, after each hidden layer, and at the output; 0: no dropout. */
  readonly ratios: readonly number[];
  /** The same, but null where no dropout stands. */
  readonly sites: readonly (number | null)[];
  /** Where a layer of dropout has to stand: at a ratio of 0, only the slip does something, in evaluation. */
  readonly stands: readonly boolean[];
  readonly hasDropout: boolean;
  /** The learning rate is not the same at every step. */
  readonly hasRateSchedule: boolean;
  readonly hasDropoutSchedule: boolean;
  /** Standard deviation of an initial weight, as an expression of `inputs` and `outputs`. */
  readonly variance: string;
  readonly seeds: readonly number[];
  /** Something is chosen in training: when to stop, or which weights to end with. */
  readonly chooses: boolean;
  /** The schedule that watches a loss for plateaus. */
  readonly plateau: PlateauParams | undefined;
  /** Samples are held back for that; where there are none, it goes by the test samples. */
  readonly validates: boolean;
  readonly notes: string[];
}

const variances: Words<InitializerId> = {
  he: '2 / inputs',
  xavier: '2 / (inputs + outputs)',
  lecun: '1 / inputs',
};

/** Each activation and its parameters: what a table of writers takes. */
export type Network = Experiment['network'];

/** Most seeds there are. */
const SEEDS = 2 ** 32;

/** What a program calls the experiment: its name, or what it trains where nobody has named it. */
export const titleOf = (experiment: Experiment): string =>
  quoted(experiment.name.trim() || describeExperiment(experiment));

/** A person's own files. */
export type FileSpec = Extract<Experiment['data'], { source: FileSourceId }>;
/** A data set that the playground makes itself. */
export type GeneratedSpec = Exclude<Experiment['data'], FileSpec>;

/** Whether the data are read from a person's own files. */
export function isOfFile(data: Experiment['data']): data is FileSpec {
  return fileSources.some(({ id }) => id === data.source);
}

/** Whether samples are held back: a small fraction of generated ones may come to none. */
function isHeldBack(data: Experiment['data']): boolean {
  return isOfFile(data) ? data.validation !== 0 : validationCount(data.validation, data.train) > 0;
}

/** Works an experiment out. */
export function planOf(experiment: Experiment): Plan {
  const { dropout, network, training } = experiment;
  const sites = resolvePlacement(dropout.placement, dropout.ratio, network.hidden.length);
  const ratios = sites.map((ratio) => ratio ?? 0);
  const stands = sites.map((ratio) => ratio !== null && (ratio > 0 || dropout.rule === 'as-written'));
  const notes: string[] = [];
  const unsaid = new Set<string>();
  if (experiment.changes.length > 0) notes.push(l10n.t('Changes in mid-run are left out.'));
  const { earlyStopping, restoreBest } = training;
  const chooses = earlyStopping > 0 || restoreBest;
  const plateau = training.schedule.kind === 'plateau' ? training.schedule : undefined;
  if (training.classWeights !== 'none') notes.push(l10n.t('Class weights are left out.'));
  if ('folds' in experiment.data && experiment.data.folds > 0)
    notes.push(l10n.t('Folds are left out: each seed draws its test rows by itself.'));
  return {
    unsaid,
    chooses,
    plateau,
    validates: (chooses || plateau !== undefined) && isHeldBack(experiment.data),
    experiment,
    ratios,
    sites,
    stands,
    hasDropout: stands.some((stands) => stands),
    hasRateSchedule: training.schedule.kind !== 'constant' && !plateau,
    hasDropoutSchedule: dropout.schedule.kind !== 'constant',
    variance: worded({ unsaid }, variances, network.init, (call) => call),
    seeds: Array.from({ length: experiment.seeds }, (_, index) => (experiment.seed + index) % SEEDS),
    notes,
  };
}

/** What a program leaves out or cannot say; after all of its parts were written. */
export function notesOf({ notes, unsaid }: Plan): string[] {
  const of = [...unsaid].map((id) =>
    l10n.t('“{0}” is not written for this library: the program stops where it is needed.', id),
  );
  return [...notes, ...of];
}

/** The loss that a plateau is seen in: of the samples held back, or of the epoch's batches. */
export const watched = ({ validates }: Plan): string => (validates ? 'val_loss' : 'epoch_loss / len(x)');

/** Whether a program adds up the losses of the batches. */
export const sumsLosses = ({ plateau, validates }: Plan): boolean => plateau !== undefined && !validates;

/** Regularizers that not every library's program has. */
const regularizers = {
  mixup: ({ training }: Experiment) => training.mixup > 0 && l10n.t('Mixup is left out.'),
  dropConnect: ({ training }: Experiment) =>
    training.dropConnect > 0 && l10n.t('DropConnect is left out: no connections are dropped.'),
  groups: (experiment: Experiment) =>
    dropsGroups(experiment) && l10n.t('Groups are left out: every neuron is dropped by itself.'),
  inputGroups: ({ dropout }: Experiment) =>
    dropout.inputGroups === 'features' &&
    l10n.t('Groups of inputs are left out: every input is dropped by itself.'),
};

/** Whether neurons are dropped in groups of a size that can be written. */
export const dropsGroups = ({ dropout }: Experiment): boolean => dropout.groupSize > 1;

/** What a program leaves out of these, in words. */
export function leftOut(experiment: Experiment, ids: readonly (keyof typeof regularizers)[]): string[] {
  return ids.flatMap((id) => regularizers[id](experiment) || []);
}

/** The fraction of connections that the layer of this index drops; the last one is that of the outputs. */
export function connectionsDropped({ training }: Experiment, index: number): number {
  const { dropConnect, dropConnectLayers } = training;
  return dropConnectLayers.length === 0 || dropConnectLayers.includes(index + 1) ? dropConnect : 0;
}

/** How a language writes what schedules need. */
interface Language {
  readonly pi: string;
  readonly cosine: string;
  readonly log: string;
  readonly most: string;
  readonly floor: (quotient: readonly [string, string]) => string;
  readonly choose: (test: string, yes: string, no: string) => string;
  readonly number: (test: string) => string;
}

const LANGUAGES: Readonly<Record<'python' | 'js', Language>> = {
  python: {
    pi: 'np.pi',
    cosine: 'np.cos',
    log: 'np.log',
    most: 'max',
    floor: ([a, b]) => `(${a} // ${b})`,
    choose: (test, yes, no) => `${yes} if ${test} else ${no}`,
    number: (test) => `float(${test})`,
  },
  js: {
    pi: 'Math.PI',
    cosine: 'Math.cos',
    log: 'Math.log',
    most: 'Math.max',
    floor: ([a, b]) => `Math.floor(${a} / ${b})`,
    choose: (test, yes, no) => `${test} ? ${yes} : ${no}`,
    number: (test) => `Number(${test})`,
  },
};

type RateSchedule = Experiment['training']['schedule'];
type DropoutSchedule = Experiment['dropout']['schedule'];

/** From `from` along half a cosine to `to`, as an expression of the share of the way. */
const alongCosine = (
  { pi, cosine }: Pick<Language, 'pi' | 'cosine'>,
  from: number,
  to: number,
  share: string,
) => `${numeral(to)} + ${numeral((from - to) / 2)} * (1 + ${cosine}(${pi} * ${share}))`;

/** The share of a cycle of restarts that has passed, as an expression of `elapsed`. */
export function shareOfCycle(
  { log, floor }: { readonly log: string; readonly floor: (quotient: readonly [string, string]) => string },
  { first, times }: { readonly first: number; readonly times: number },
): string {
  const cycles = `elapsed / ${first}`;
  if (times === 1) return `(${cycles} - ${floor(['elapsed', String(first)])})`;
  // The small number keeps the first step of a cycle out of the one before.
  const size = `${times} ** ${floor([`(${log}(1 + ${times - 1} * ${cycles}) + 1e-9)`, numeral(Math.log(times))])}`;
  return `((${cycles} - (${size} - 1) / ${times - 1}) / ${size})`;
}

const rateFactors = (language: Language): Writers<RateSchedule, 'kind', string> => ({
  constant: () => '1',
  // Where a program has it: what watches the loss keeps the rate.
  plateau: () => '1',
  exponential: ({ gamma }) => `${numeral(gamma)} ** elapsed`,
  restarts: (schedule) => alongCosine(language, 1, schedule.floor, shareOfCycle(language, schedule)),
  oneCycle: ({ rise, start, end }) =>
    language.choose(
      `step < ${numeral(rise)} * steps - 1`,
      alongCosine(language, start, 1, `step / (${numeral(rise)} * steps - 1)`),
      alongCosine(language, 1, end, `(step + 1 - ${numeral(rise)} * steps) / (${numeral(1 - rise)} * steps)`),
    ),
  step: ({ gamma, every }) => `${gamma} ** ${language.floor(['elapsed', String(every)])}`,
  cosine: (schedule) =>
    `${schedule.floor} + (1 - ${schedule.floor}) * (1 + ${language.cosine}(${language.pi} * elapsed / EPOCHS)) / 2`,
  warmup: ({ epochs, start }) =>
    language.choose(`elapsed >= ${epochs}`, '1', `${start} + (1 - ${start}) * elapsed / ${epochs}`),
});

const dropoutFactors = ({ most, number }: Language): Writers<DropoutSchedule, 'kind', string> => ({
  constant: () => '1',
  early: ({ until }) => number(`step < ${until} * steps`),
  late: ({ from }) => number(`step >= ${from} * steps`),
  linear: ({ start, end }) => `${start} + (${end} - ${start}) * step / ${most}(1, steps - 1)`,
});

/** The factor of the learning rate as an expression of `elapsed`, the epochs before the step in fractions, and `EPOCHS`. */
export function rateFactor(plan: Plan, language: keyof typeof LANGUAGES): string {
  return written(plan, rateFactors(LANGUAGES[language]), plan.experiment.training.schedule, 'kind');
}

/** The factor of the drop ratios as an expression of `step`, those done, and `steps`, all of them. */
export function dropoutFactor(plan: Plan, language: keyof typeof LANGUAGES): string {
  return written(plan, dropoutFactors(LANGUAGES[language]), plan.experiment.dropout.schedule, 'kind');
}
