/**
 * Parts of a training beside its hyperparameters, by the words that libraries and people have for them. What each of
 * them means for an experiment is said in `find/extras`.
 */
export type ExtraKind =
  | 'schedule'
  | 'clipping'
  | 'stopping'
  | 'constraint'
  | 'averaging'
  | 'trainer'
  | 'noise'
  | 'mixing'
  | 'connections'
  | 'step'
  | 'fit'
  | 'loss';

/** Calls, by the last part of their names. */
const calls: readonly (readonly [ExtraKind, RegExp])[] = [
  [
    'schedule',
    /^(?:[A-Z]\w*LR|ReduceLROnPlateau|ChainedScheduler|CosineAnnealingWarmRestarts|LambdaDecay|NoamOpt|ScheduledOptim|\w*(?:LR|LearningRate|Lr)Schedule[rs]?|(?:Exponential|Polynomial|InverseTime|PiecewiseConstant|NaturalExp|Cosine)(?:Annealing)?Decay(?:Restarts)?|get_(?:\w+_)?(?:scheduler|schedule|schedule_with_warmup)|(?:exponential|cosine|polynomial|inverse_time|natural_exp|linear_cosine)_decay(?:_restarts|_schedule)?|piecewise_constant\w*|(?:linear|polynomial|cosine|piecewise|warmup|join|linear_onecycle|cosine_onecycle|warmup_\w+)_schedules?|fit_one_cycle|fit_flat_cos|fine_tune|adjust_learning_rate|adjust_lr|lr_schedule|update_learning_rate|set_learning_rate|create_scheduler(?:_v2)?)$/,
  ],
  [
    'clipping',
    /^(?:clip_grad_norm_?|clip_grad_value_|clip_grads?|clip_gradients?|clip_by_global_norm|clip_by_value|clip_by_norm|adaptive_grad_clip|clip|GradientNormClipping|GradientClipping|ClipGradByGlobalNorm|ClipGradByNorm|ClipGradByValue)$/,
  ],
  ['stopping', /^(?:EarlyStopping|EarlyStoppingCallback|EarlyStopper|early_stopping)$/],
  [
    'constraint',
    /^(?:MaxNorm|max_norm|maxnorm|renorm_?|UnitNorm|unit_norm|NonNeg|non_neg|MinMaxNorm|min_max_norm)$/,
  ],
  [
    'averaging',
    /^(?:AveragedModel|SWALR|SWA|ExponentialMovingAverage|StochasticWeightAveraging|EMA|ModelEma\w*)$/,
  ],
  ['trainer', /^(?:\w*TrainingArguments|SFTConfig|MLPClassifier|MLPRegressor)$/],
  ['noise', /^(?:GaussianNoise|randn_like)$/],
  ['mixing', /^(?:beta|Beta)$/],
  ['connections', /^dropout$/],
  ['step', /^step$/],
  ['fit', /^fit$/],
  [
    'loss',
    /^(?:(?:CrossEntropy|NLL|MSE|BCE|BCEWithLogits|L1|SmoothL1|Huber)Loss|Huber|MeanAbsoluteError|MeanSquaredError|BinaryCrossentropy|(?:Sparse)?CategoricalCrossentropy|(?:cross_entropy|nll|mse|l1|smooth_l1|huber)(?:_loss)?|binary_cross_entropy(?:_with_logits)?|compile)$/,
  ],
];

/** What a call of this name is for a training; `undefined`: nothing that an experiment would lack. */
export function extraOfCall(word: string): ExtraKind | undefined {
  return calls.find(([, pattern]) => pattern.test(word))?.[0];
}

/** Arguments and settings, by their names. */
export type ExtraSetting =
  | 'clipping'
  | 'accumulation'
  | 'smoothing'
  | 'mixing'
  | 'classWeights'
  | 'penalty'
  | 'limit'
  | 'averaging';

const settings: Readonly<Record<string, ExtraSetting>> = {
  clipnorm: 'clipping',
  clipvalue: 'clipping',
  global_clipnorm: 'clipping',
  gradient_clip_val: 'clipping',
  max_grad_norm: 'clipping',
  grad_clip: 'clipping',
  clip_grad: 'clipping',
  gradient_clip_norm: 'clipping',
  accumulate_grad_batches: 'accumulation',
  gradient_accumulation_steps: 'accumulation',
  gradient_accumulation: 'accumulation',
  accumulation_steps: 'accumulation',
  accum_steps: 'accumulation',
  accum_iter: 'accumulation',
  grad_accum: 'accumulation',
  grad_accum_steps: 'accumulation',
  grad_accumulation_steps: 'accumulation',
  accumulate_steps: 'accumulation',
  label_smoothing: 'smoothing',
  label_smoothing_factor: 'smoothing',
  mixup_alpha: 'mixing',
  class_weight: 'classWeights',
  class_weights: 'classWeights',
  pos_weight: 'classWeights',
  kernel_regularizer: 'penalty',
  bias_regularizer: 'penalty',
  activity_regularizer: 'penalty',
  weights_regularizer: 'penalty',
  W_regularizer: 'penalty',
  kernel_constraint: 'limit',
  bias_constraint: 'limit',
  W_constraint: 'limit',
  use_ema: 'averaging',
};

/** What a setting of this name is for a training. */
export function extraOfSetting(word: string): ExtraSetting | undefined {
  const known = Object.hasOwn(settings, word) ? word : word.toLowerCase();
  return Object.hasOwn(settings, known) ? settings[known] : undefined;
}

/** Arguments of optimizers that are read elsewhere, or that change nothing that a curve would show. */
export const knownOfOptimizers: ReadonlySet<string> = new Set(
  (
    'params parameters model learning_rate lr eta weight_decay wd momentum mom nesterov name eps epsilon foreach fused ' +
    'capturable differentiable jit jit_compile use_locking step_size mask mu_dtype clipnorm clipvalue global_clipnorm ' +
    'wrt correct_bias optimizer_class lrs grad_clip weight_decay_rate alpha_lr use_nesterov'
  ).split(' '),
);

/** Where the decays of moving averages are: of the gradient and of its square. */
export const momentsOfOptimizers: Readonly<
  Record<string, 'beta1' | 'beta2' | 'both' | 'rho' | 'momentumDecay'>
> = {
  betas: 'both',
  beta_1: 'beta1',
  beta_2: 'beta2',
  beta1: 'beta1',
  beta2: 'beta2',
  b1: 'beta1',
  b2: 'beta2',
  rho: 'rho',
  alpha: 'rho',
  decay: 'rho',
  decay_rate: 'rho',
  momentum_decay: 'momentumDecay',
};
