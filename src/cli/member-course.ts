import { choosingLoss, type EpochRecord } from '../core/trainer-types';
import { COLUMNS, Curve, recordOf } from '../report/curve';

/**
 * What is known of one member's training: its curve, thinned out where it is long, and to the last digit the epochs that
 * a result names.
 */
export class MemberCourse {
  readonly #curve: Curve;
  /** Of the network before its first step. */
  #first: EpochRecord | undefined;
  #best: EpochRecord | undefined;
  #last: EpochRecord | undefined;

  /** @param rows that the curve keeps at the most. */
  constructor(rows: number) {
    this.#curve = new Curve(rows);
  }

  /** Takes packed rows; calls `see` with the record of each. */
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

  /** Nothing more will come. */
  finish(): void {
    this.#curve.finish();
  }

  /** The epoch that validation chooses (the test loss where nothing validates); undefined: none was evaluated. */
  get best(): EpochRecord | undefined {
    return this.#best;
  }

  /** The record of the network that a training left, whose weights were put back to those of an epoch, or were not. */
  final(restored: number | undefined): EpochRecord | undefined {
    return [this.#best, this.#first].find((record) => record?.epoch === restored) ?? this.#last;
  }

  /** The kept records, epoch 0 first. */
  records(): EpochRecord[] {
    return this.#curve.records(Number.POSITIVE_INFINITY);
  }

  /** The same, packed. */
  rows(): Float64Array {
    return this.#curve.slice();
  }
}

function lossOf(record: EpochRecord): number {
  const loss = choosingLoss(record);
  return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
}
