import type { Extra, Model } from '../../finding';
import type { Node } from '../../syntax/tree';

/** What an extra of one model may depend on. */
export interface Facts {
  readonly model: Model;
  /** `null`: not known. */
  readonly epochs: number | null;
  readonly rate: number | null;
}

/** Reads an extra as it is for one model; `undefined`: there is nothing to it. */
export type ReadExtra = (facts: Facts) => Extra | undefined;

/** Something beside the hyperparameters of a training, at the node that says it. */
export interface FoundExtra {
  readonly node: Node;
  readonly read: ReadExtra;
}

/** An extra that is only named. */
export const noted =
  (note: string): ReadExtra =>
  () => ({ note });

/** Values that are taken over. */
export const taken =
  (training: Extra['training'] & {}): ReadExtra =>
  () => ({ training, note: null });
