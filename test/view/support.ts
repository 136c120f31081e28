import * as v from 'valibot';
import { EPOCH_COLUMNS, type EpochRecord } from '../../src/core/trainer-types';
import { type Experiment, experimentSchema } from '../../src/experiment/schema';
import { type FromView, type MemberState, NOTHING_YET, type RunState, type ToView } from '../../src/protocol';
import { ViewStore } from '../../webview/store';

/** A complete experiment from the fields that matter. */
export const experiment = (fields: object = {}): Experiment =>
  v.parse(experimentSchema, { version: 1, ...fields });

/** Rows of epochs `from` to `to`, all quantities computed from the epoch. */
export function rows(
  from: number,
  to: number,
  record: (epoch: number) => Partial<EpochRecord> = () => ({}),
): Float64Array {
  const values: number[] = [];
  for (let epoch = from; epoch <= to; epoch += 1) {
    const all: Partial<EpochRecord> = { epoch, step: 4 * epoch, testLoss: epoch, ...record(epoch) };
    values.push(
      ...EPOCH_COLUMNS.map((name) => all[name] ?? (name.startsWith('validation') ? Number.NaN : 0)),
    );
  }
  return Float64Array.from(values);
}

export const member = (key: string, fields: Partial<MemberState> = {}): MemberState => {
  const [variant, seed] = key.split(':');
  return {
    key,
    variant: variant as MemberState['variant'],
    seed: Number(seed),
    status: 'running',
    changes: [],
    ...fields,
  };
};

export const runState = (fields: Partial<RunState> = {}): RunState => ({
  id: 'run',
  name: 'run',
  startedAt: 0,
  status: 'running',
  experiment: experiment(),
  members: [member('dropout:1'), member('baseline:1')],
  ...fields,
});

export const progress = (step: number, fields: object = {}) => ({
  step,
  epoch: step / 4,
  totalSteps: 400,
  totalEpochs: 100,
  samplesPerSecond: 1000,
  secondsLeft: 2,
  ...fields,
});

export const snapshot = (fields: object = {}): Extract<ToView, { type: 'snapshot' }> => ({
  type: 'snapshot',
  experiment: experiment(),
  ...NOTHING_YET,
  run: runState(),
  series: [],
  boundaries: {},
  network: null,
  ...fields,
});

export const frame = (first: number, values: Float64Array, fields: object = {}) => ({
  type: 'frame' as const,
  seq: 1,
  run: 'run',
  member: 'dropout:1',
  first,
  rows: values,
  progress: progress(4),
  ...fields,
});

/** A store whose clock and timers the test turns. */
export class StoreBench {
  readonly posted: FromView[] = [];
  readonly acknowledged: number[] = [];
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];
  readonly store = new ViewStore({
    post: (message) => this.posted.push(message),
    acknowledge: (seq) => this.acknowledged.push(seq),
    now: () => this.#now,
    later: (callback, milliseconds) => this.#timers.push({ at: this.#now + milliseconds, callback }),
  });

  receive(...messages: ToView[]): void {
    for (const message of messages) this.store.receive(message);
  }

  /** Lets time go by; timers that fall due are called in their order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = end;
  }

  take(type: FromView['type']): FromView[] {
    return this.posted.filter((message) => message.type === type);
  }
}
