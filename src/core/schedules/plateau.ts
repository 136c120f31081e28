import { choice, type Entry, integer, real } from '../params';

const thresholdModes = [
  { id: 'relative', title: 'Relative', description: 'A share of the lowest loss so far.' },
  { id: 'absolute', title: 'Absolute', description: 'In the units of the loss.' },
] as const;

/** As PyTorch's `ReduceLROnPlateau`. */
export const plateau = {
  id: 'plateau',
  title: 'On a plateau',
  description:
    'Multiplied by a factor where the validation loss has stopped falling; where nothing validates, the training loss with dropout.',
  params: {
    factor: real({
      title: 'Factor',
      description: 'What the rate is multiplied by.',
      default: 0.1,
      above: 0,
      below: 1,
      step: 0.01,
    }),
    patience: integer({
      title: 'Patience',
      description: 'Evaluated epochs without a lower loss that are let pass.',
      default: 10,
      min: 0,
      max: 1_000_000,
      slider: [0, 100],
    }),
    threshold: real({
      title: 'Threshold',
      description: 'How much lower a loss has to be to count.',
      default: 1e-4,
      min: 0,
      max: 1000,
      slider: [0, 0.1],
    }),
    thresholdMode: choice(thresholdModes, 'relative', { title: 'Threshold is' }),
    cooldown: integer({
      title: 'Cooldown',
      description: 'Evaluated epochs after a drop that are not counted.',
      default: 0,
      min: 0,
      max: 1_000_000,
      slider: [0, 100],
    }),
    floor: real({
      title: 'Floor',
      description: 'Share of the rate that is left at least.',
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  factor: (_params: unknown, { plateau }: { readonly plateau: number }) => plateau,
} as const satisfies Entry & { factor: unknown };

export interface PlateauParams {
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: (typeof thresholdModes)[number]['id'];
  readonly cooldown: number;
  readonly floor: number;
}

/** A rate that moves by less than this stays as it is: PyTorch's `eps`. */
const LEAST_MOVE = 1e-8;

/** Watches a loss for plateaus, as PyTorch counts them. */
export class PlateauWatch {
  /** The share of the rate that is left. */
  factor = 1;
  #best = Number.POSITIVE_INFINITY;
  #bad = 0;
  #cooldown = 0;
  readonly #params: PlateauParams;

  constructor(params: PlateauParams) {
    this.#params = params;
  }

  /** Takes the loss of an evaluated epoch, trained at `rate` without the schedule; returns whether the factor has changed. */
  see(loss: number, rate: number): boolean {
    const { factor, patience, threshold, thresholdMode, cooldown, floor } = this.#params;
    const limit = thresholdMode === 'relative' ? this.#best * (1 - threshold) : this.#best - threshold;
    const isBetter = loss < limit;
    if (isBetter) this.#best = loss;
    this.#bad = isBetter || this.#cooldown > 0 ? 0 : this.#bad + 1;
    this.#cooldown = Math.max(0, this.#cooldown - 1);
    if (this.#bad <= patience) return false;
    [this.#bad, this.#cooldown] = [0, cooldown];
    const next = Math.max(this.factor * factor, floor);
    if (rate * (this.factor - next) <= LEAST_MOVE) return false;
    this.factor = next;
    return true;
  }
}
