import type { Extra, Model } from '../finding';
import type { Node } from './node';

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

/** A setting and the value that it is given. */
export interface SettingPlace {
  readonly use: Node;
  readonly value: Node;
}
