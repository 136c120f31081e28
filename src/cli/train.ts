import type { FinalTest } from '../core/analysis/final-test';
import type { RowFacts } from '../core/analysis/verdict';
import { bestOf, finalOf } from '../core/best-epoch';
import { choosingLoss, type EpochRecord } from '../core/trainer-types';
import type { MemberId } from '../experiment/label';
import type { Ending, FromWorker, RunInfo } from '../protocol';
import { rowFacts } from '../report/verdict-input';
import { unpackRecords } from '../worker/frame-rows';
import { WorkerPool } from '../worker/pool';
import { InputError, type Io } from './io';
import type { Located } from './read-experiment';

/** What is reported of a run, in an order that does not depend on which thread was faster. */
export interface Listener {
  started(info: RunInfo): void;
  epoch(member: MemberId, record: EpochRecord): void;
}

/** One member's whole training. */
export interface MemberResult extends MemberId {
  /** Epoch 0 first. */
  readonly records: readonly EpochRecord[];
  readonly ending: Ending;
  readonly test?: FinalTest | undefined;
  readonly rows?: RowFacts | undefined;
}

/** The record of the network that the training left; records must not be empty. */
export function finalRecord({ records, ending }: MemberResult): EpochRecord {
  return finalOf(records, ({ epoch }) => epoch, ending.restored)!;
}

/** The epoch that validation chooses (the test loss where nothing validates); records must not be empty. */
export function bestRecord({ records }: MemberResult): EpochRecord {
  return bestOf(records, choosingLoss);
}

/** Members that train at once gain nothing beyond this for small networks. */
const MOST_AT_ONCE = 8;

/**
 * Trains members in worker threads, as many at once as there are `cores` to use, and reports them one after the other:
 * the same experiment prints the same lines.
 * @throws InputError when the data cannot be used; Error when a member fails on the way.
 */
export async function trainMembers(
  { experiment, folder }: Located,
  ids: readonly MemberId[],
  cores: number,
  listener: Listener,
  io: Io,
): Promise<MemberResult[]> {
  const size = Math.min(ids.length, cores, MOST_AT_ONCE);
  const pool = new WorkerPool({ size, cores, createWorker: () => io.startWorker() });
  try {
    const progress = new OrderedProgress(ids, listener);
    const observe = { boundary: false, network: false };
    const jobs = ids.map(
      (member) =>
        new Promise<MemberResult>((resolve, reject) => {
          const { variant, seed } = member;
          const request = { experiment, folder, observe, paused: false, variant, seed };
          const handle = pool.start(request, (message) => {
            if (message.type === 'frame') handle.ack(message.seq);
            if (message.type === 'failed') reject(failure(message, member));
            if (message.type === 'ended')
              resolve({
                ...member,
                records: progress.records(member),
                ending: message.ending,
                test: message.test,
                rows: progress.rows(member),
              });
            progress.receive(member, message);
          });
        }),
    );
    return await Promise.all(jobs);
  } finally {
    pool.dispose();
  }
}

function failure({ step, reason }: Extract<FromWorker, { type: 'failed' }>, { key }: MemberId): Error {
  return step === 0 ? new InputError(reason) : new Error(`${key} failed at step ${step}: ${reason}`);
}

/** Passes on what members report at the same time in their order: each one's records after the end of the one before. */
class OrderedProgress {
  readonly #records = new Map<string, EpochRecord[]>();
  readonly #rows = new Map<string, RowFacts>();
  readonly #ended = new Set<string>();
  #started = false;
  /** Index of the member that is passed on now, and how many of its records have been. */
  #current = 0;
  #passed = 0;

  constructor(
    private readonly ids: readonly MemberId[],
    private readonly listener: Listener,
  ) {
    for (const { key } of ids) this.#records.set(key, []);
  }

  records({ key }: MemberId): readonly EpochRecord[] {
    return this.#records.get(key) ?? [];
  }

  /** What a member has said of its own rows. */
  rows({ key }: MemberId): RowFacts | undefined {
    return this.#rows.get(key);
  }

  receive({ key }: MemberId, message: FromWorker): void {
    if (message.type === 'started') {
      this.#rows.set(key, rowFacts(message.info));
      if (!this.#started) this.listener.started(message.info);
      this.#started = true;
    }
    if (message.type === 'frame') this.#add(key, unpackRecords(message.rows));
    if (message.type === 'ended') this.#ended.add(key);
    this.#passOn();
  }

  /** One by one: a frame of a fast run has more records than a call takes arguments. */
  #add(key: string, records: readonly EpochRecord[]): void {
    const known = this.#records.get(key);
    for (const record of records) known?.push(record);
  }

  #passOn(): void {
    while (this.#current < this.ids.length) {
      const member = this.ids[this.#current];
      const records = this.records(member);
      for (; this.#passed < records.length; this.#passed++) {
        const record = records[this.#passed];
        if (record.epoch > 0) this.listener.epoch(member, record);
      }
      if (!this.#ended.has(member.key)) return;
      this.#current++;
      this.#passed = 0;
    }
  }
}
