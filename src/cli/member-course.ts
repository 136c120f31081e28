import { choosingLoss, type EpochRecord } from '../core/trainer-types';
import { COLUMNS, Curve, recordOf } from '../report/curve';

/**
 * The course of one member's training: its curve, thinned if long, and the exact records of the epochs that a result
 * names.
 */
export class MemberCourse {
  readonly #curve: Curve;
  /** Record of the untrained network. */
  #first: EpochRecord | undefined;
  #best: EpochRecord | undefined;
  #last: EpochRecord | undefined;

  /** @param rows maximum number kept in the curve. */
  constructor(rows: number) {
    this.#curve = new Curve(rows);
  }

  /** Adds packed rows; calls `see` with the record of each. */
  add(rows: Float64Array, see?: (record: EpochRecord) => void): void {
    this.#curve.append(rows);
    for (let at = 0; at < rows.length; at += COLUMNS) {
      const record = recordOf(rows, at);
      this.#first ??= record;
      if (!this.#best || this.#best.epoch === 0 || lossOf(record) < lossOf(this.#best)) this.#best = record;
      this.#last = record;
      see?.(record);
    }
  }

  /** Marks the course as complete. */
  finish(): void {
    this.#curve.finish();
  }

  /** The epoch with the best validation loss (test loss without a validation set); undefined if none was evaluated. */
  get best(): EpochRecord | undefined {
    return this.#best;
  }

  /** The record of the final network, or of the `restored` epoch if weights were restored. */
  final(restored: number | undefined): EpochRecord | undefined {
    return [this.#best, this.#first].find((record) => record?.epoch === restored) ?? this.#last;
  }

  /** The kept records, epoch 0 first. */
  records(): EpochRecord[] {
    return this.#curve.records(Number.POSITIVE_INFINITY);
  }

  /** The kept records, packed. */
  rows(): Float64Array {
    return this.#curve.slice();
  }
}

function lossOf(record: EpochRecord): number {
  const loss = choosingLoss(record);
  return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
}
