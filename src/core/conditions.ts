import { dropoutRules } from './dropout/index';
import type { DropoutRule, Mask } from './dropout/rule';
import { dropoutSchedules } from './dropout/schedules/index';
import { MODE } from './kernels/layout';
import { NO_DROPOUT, type SiteSetting } from './network-types';
import { resolvePlacement } from './placement';
import { learningRateSchedules, type Moment } from './schedules/index';
import { PlateauWatch } from './schedules/plateau';
import type { Change, Placement, TrainerSpec } from './spec';
import type { EpochRecord, Variant } from './trainer-types';

/** Threshold for a drop ratio: a neuron is dropped if its 32-bit random word is below it. */
export function thresholdOf(ratio: number): number {
  return Math.min(4294967295, Math.round(ratio * 4294967296));
}

function settingOf(mask: Mask, ratio: number): SiteSetting {
  const base = { ...NO_DROPOUT, mode: MODE[mask.kind], threshold: thresholdOf(ratio) };
  if (mask.kind === 'gaussian') return { ...base, scale: mask.deviation };
  return mask.kind === 'binary'
    ? { ...base, scale: mask.scale }
    : { ...base, scale: mask.scale, shift: mask.shift, dropped: mask.dropped };
}

/** The schedule of a spec as a function of the moment. */
function factorOf<P extends { readonly kind: string }>(
  schedules: readonly { readonly id: string; readonly factor: (params: never, at: Moment) => number }[],
  params: P,
): (at: Moment) => number {
  const schedule = schedules.find((entry) => entry.id === params.kind)!;
  return (at) => schedule.factor(params as never, at);
}

/** Learning rate and dropout settings of every step, after recorded changes and schedules. */
export class Conditions {
  readonly #rule: DropoutRule;
  readonly #dropoutFactor: (at: Moment) => number;
  readonly #rateFactor: (at: Moment) => number;
  readonly #hidden: number;
  readonly #baseline: boolean;
  readonly #noise: number;
  /** Whether all steps have the same settings until the next change, or the next drop on a plateau. */
  readonly steady: boolean;
  #ratio: number;
  #placement: Placement;
  #learningRate: number;
  /** Before schedules; null for sites without dropout. */
  #siteRatios: (number | null)[];

  readonly #plateau: PlateauWatch | undefined;

  readonly #steps: number;
  readonly #stepsPerEpoch: number;
  readonly #validates: boolean;

  constructor(
    spec: TrainerSpec,
    variant: Variant,
    { steps, stepsPerEpoch, validates }: { steps: number; stepsPerEpoch: number; validates: boolean },
  ) {
    this.#steps = steps;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#validates = validates;
    this.#rule = dropoutRules.find((rule) => rule.id === spec.dropout.rule)!;
    this.#dropoutFactor = factorOf(dropoutSchedules, spec.dropout.schedule);
    this.#rateFactor = factorOf(learningRateSchedules, spec.training.schedule);
    this.#hidden = spec.network.hidden.length;
    this.#noise = spec.training.inputNoise;
    this.#baseline = variant === 'baseline';
    const steadyDropout = this.#baseline || spec.dropout.schedule.kind === 'constant';
    const { schedule } = spec.training;
    if (schedule.kind === 'plateau') this.#plateau = new PlateauWatch(schedule);
    this.steady = steadyDropout && (schedule.kind === 'constant' || this.#plateau !== undefined);
    this.#ratio = spec.dropout.ratio;
    this.#placement = spec.dropout.placement;
    this.#learningRate = spec.training.learningRate;
    this.#siteRatios = this.#resolve();
  }

  #resolve(): (number | null)[] {
    const ratios = resolvePlacement(this.#placement, this.#ratio, this.#hidden);
    return this.#baseline ? ratios.map(() => null) : ratios;
  }

  /**
   * Applies a change, effective from the next step.
   * @throws RangeError if its placement does not fit the network; the conditions are unchanged then.
   */
  apply(change: Change): void {
    const before = [this.#ratio, this.#placement] as const;
    this.#ratio = change.ratio ?? this.#ratio;
    this.#placement = change.placement ?? this.#placement;
    try {
      this.#siteRatios = this.#resolve();
    } catch (error) {
      [this.#ratio, this.#placement] = before;
      throw error;
    }
    this.#learningRate = change.learningRate ?? this.#learningRate;
  }

  /** Takes the record of an evaluated epoch; returns whether the steps to come have another learning rate. */
  see({ validationLoss, trainLossWithDropout }: EpochRecord): boolean {
    const loss = Number.isNaN(validationLoss) && !this.#validates ? trainLossWithDropout : validationLoss;
    return this.#plateau?.see(loss, this.#learningRate) ?? false;
  }

  /** The schedule moment after `step` steps. */
  #moment(step: number): Moment {
    const steps = this.#steps;
    const stepsPerEpoch = this.#stepsPerEpoch;
    const plateau = this.#plateau?.factor ?? 1;
    return { step, steps, epoch: step / stepsPerEpoch, epochs: steps / stepsPerEpoch, plateau };
  }

  /** Learning rate of the step after `step` steps. */
  learningRate(step: number): number {
    return this.#learningRate * this.#rateFactor(this.#moment(step));
  }

  /** Shared drop ratio of the step after `step` steps; 0 for a baseline. */
  dropRatio(step: number): number {
    return this.#baseline ? 0 : this.#ratio * this.#dropoutFactor(this.#moment(step));
  }

  /** Drop ratio of every site in the step after `step` steps; 0 for none. */
  ratios(step: number): number[] {
    const factor = this.#dropoutFactor(this.#moment(step));
    return this.#siteRatios.map((ratio) => (ratio ?? 0) * factor);
  }

  /** Training settings of every site in the step after `step` steps. */
  training(step: number): SiteSetting[] {
    return this.ratios(step).map((ratio, site) => {
      const setting = ratio > 0 ? settingOf(this.#rule.mask(ratio), ratio) : NO_DROPOUT;
      return site === 0 && this.#noise > 0 ? { ...setting, noise: this.#noise } : setting;
    });
  }

  /** Evaluation settings of every site after `step` steps. */
  evaluation(step: number): SiteSetting[] {
    const ratios = this.ratios(step);
    return this.#siteRatios.map((placed, site) => {
      const scale = placed === null ? 1 : this.#rule.evaluationScale(ratios[site]!);
      return scale === 1 ? NO_DROPOUT : { ...NO_DROPOUT, mode: MODE.factor, scale };
    });
  }

  /** Whether the rule drops neurons; Gaussian noise does not. */
  get drops(): boolean {
    return this.#rule.mask(0.5).kind !== 'gaussian';
  }
}
