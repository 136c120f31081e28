import type { FindingKind } from './finding';

/** What a name says by convention. */
export interface NamedKind {
  readonly kind: FindingKind;
  /** The number is the fraction kept. */
  readonly keep: boolean;
}

const ratio: NamedKind = { kind: 'dropout', keep: false };
const kept: NamedKind = { kind: 'dropout', keep: true };
const rate: NamedKind = { kind: 'learningRate', keep: false };
const decay: NamedKind = { kind: 'weightDecay', keep: false };
const momentum: NamedKind = { kind: 'momentum', keep: false };
const batchSize: NamedKind = { kind: 'batchSize', keep: false };
const epochs: NamedKind = { kind: 'epochs', keep: false };

/** Names in small letters, without dashes. */
const table: readonly (readonly [names: RegExp, kind: NamedKind])[] = [
  [/^(?:dropout|drop(?:out)?(?:p|prob|probability|rate|ratio)|pdrop(?:out)?|dp(?:prob|rate|ratio))$/, ratio],
  // `dropouth`, `dropouti`: of hidden units, of the input; `dropouts` are several.
  [/^(?:dropout(?:[a-rt-z]|input|hidden|output)|[wie]drop|(?:attn|proj|feat)drop|attndroprate)$/, ratio],
  // The dropout of a part: `clf_pdrop`, `src_embed_dropout`; not a switch such as `use_dropout`, nor that of whole paths.
  [
    /^(?!use|no|has|is|do|with|apply|enable|add|layer|path|droppath|stochastic|low|school|college|student|max|min|num|n_)\w+?(?:pdrop|dropout(?:p|prob|rate|ratio|probability)?)$/,
    ratio,
  ],
  [/^(?:(?:dropout|input|output|state)?keepprob|keep(?:probability|rate|ratio)|pkeep)$/, kept],
  [
    /^(?:base|init|initial|start|max|peak|adam|sgd|train|training|optim|optimizer)?(?:lr|learningrate)$/,
    rate,
  ],
  [/^(?:learnrate|learningrateinit|lr(?:init|initial|max))$/, rate],
  // The rate of a part that has an optimizer of its own: `critic_lr`, `lr_d`, `backbone_learning_rate`.
  [
    /^(?:(?:actor|critic|policy|value|vf|pi|qf|generator|discriminator|gen|disc|encoder|decoder|backbone|head|[gd])(?:lr|learningrate)|lr(?:actor|critic|policy|[gd]))$/,
    rate,
  ],
  [/^(?:weightdecay(?:rate|lambda)?|wd|wdecay)$/, decay],
  [/^(?:(?:sgd|optim)?momentum|momentumsgd)$/, momentum],
  [
    /^(?:train|training|mini|micro|global|total|effective|local|device|per(?:device|gpu)(?:train)?|perreplica)?batchsize$/,
    batchSize,
  ],
  [/^(?:batchsize(?:train|training|per(?:gpu|device|replica))|samplespergpu|imsperbatch)$/, batchSize],
  [/^(?:global|train|per(?:replica|device))batch$/, batchSize],
  [/^(?:epochs|(?:training|train)epochs|epochs(?:num|totrain)|epoch(?:num|count)|numepochstrain)$/, epochs],
  [/^(?:max|total|no|(?:max)?(?:n|nb|num)|numberof)(?:train|training)?epochs?$/, epochs],
];

const kindOf = (plain: string) => table.find(([names]) => names.test(plain))?.[1];

/** What stands before a name without changing what it means: `train_weight_decay`, `optimizer_momentum`. */
const ofTraining = /^(?:training|train|optimizer|optim)(?=\w)/;

/** Longer ones are text. */
const MAX_NAME = 200;

/**
 * The kind that a name stands for by convention: case, underscores, dashes and digits at the end do not count
 * (`LR`, `learning-rate`, `dropout1`).
 */
export function kindOfName(name: string): NamedKind | undefined {
  if (name.length > MAX_NAME) return undefined;
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return kindOf(plain) ?? kindOf(plain.replace(/(?<!\d)\d+$/, '')) ?? kindOf(plain.replace(ofTraining, ''));
}

/** Short names that mean something among settings, and nothing in particular elsewhere. */
const settings: Readonly<Record<string, NamedKind>> = {
  batch: { kind: 'batchSize', keep: false },
  epoch: { kind: 'epochs', keep: false },
  BATCH: { kind: 'batchSize', keep: false },
  EPOCH: { kind: 'epochs', keep: false },
  blr: rate,
};

/** As {@link kindOfName}, for options, members of a configuration and keys of a configuration file. */
export function kindOfSetting(name: string): NamedKind | undefined {
  return kindOfName(name) ?? (Object.hasOwn(settings, name) ? settings[name] : undefined);
}

/** `eval`, `val_dataloader`, `TEST`: what is not learned from. */
const evaluation =
  /(?:^|[_.-])(?:eval|evaluation|val|valid|validation|test|testing|inference|predict|prediction)(?:$|[_.-])/i;

/**
 * Whether a setting in these sections of a configuration, the outermost first, is about something else than training:
 * batches of an evaluation, the momentum of a moving average or of a normalization, a benchmark.
 */
export function isOfOtherSection(sections: readonly string[], kind: FindingKind | undefined): boolean {
  switch (kind) {
    case 'batchSize':
      return sections.some(
        (name) => (evaluation.test(name) && !/train/i.test(name)) || /benchmark/i.test(name),
      );
    case 'epochs':
      return sections.some((name) => /benchmark/i.test(name));
    case 'momentum':
      return sections.some((name) => /norm|\bbn\b|contrast|moco|byol|teacher|\bema\b/i.test(name));
    default:
      return false;
  }
}

/** What the help of an option says that it is, if that is all that the phrase says. */
const helps: readonly (readonly [RegExp, NamedKind])[] = [
  [/^(?:the |training |train |mini-?)*batch[ -]?size$/i, { kind: 'batchSize', keep: false }],
  [
    /^(?:the |total |maximum |max |training )*(?:number|num|no\.?|#) of (?:training )?epochs?(?: to (?:run|train(?: for)?|perform))?$/i,
    { kind: 'epochs', keep: false },
  ],
  [/^(?:the |initial |base |starting )*learning[ -]?rate$/i, rate],
  [/^(?:the )?weight[ -]?decay$/i, { kind: 'weightDecay', keep: false }],
  [/^(?:the )?(?:drop-?out|dropout) (?:rate|ratio|prob(?:ability)?)$/i, ratio],
];

/** The kind that the help of an option tells, such as `Batch size` of `--n_batch`. */
export function kindOfHelp(help: string): NamedKind | undefined {
  const phrase = help
    .split(/[.,;:([]|\b(?:for (?:the )?training|used (?:for|in) training|default)\b/i)[0]!
    .trim();
  return helps.find(([pattern]) => pattern.test(phrase))?.[1];
}

/** Whether `value` can be what a name of that kind stands for; keeps counters and flags out. */
export function isPlausible({ kind, keep }: NamedKind, value: number): boolean {
  switch (kind) {
    case 'dropout':
      return keep ? value > 0 && value <= 1 : value >= 0 && value < 1;
    case 'learningRate':
      return value > 0 && value <= 100;
    case 'batchSize':
    case 'epochs':
      return Number.isInteger(value) && value >= 1;
    default:
      return value >= 0 && value < 1;
  }
}
