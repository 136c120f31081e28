import type { RowFacts } from '../core/analysis/verdict';
import type { EpochRecord } from '../core/trainer-types';
import type { MemberId } from '../experiment/label';
import type { FromWorker, RunInfo } from '../protocol';
import { COLUMNS, rowsPerMember } from '../report/curve';
import { rowFacts } from '../report/verdict-input';
import type { Io } from './io';
import { MemberCourse } from './member-course';

/** What is reported of a run, in an order that does not depend on which thread was faster. */
export interface Listener {
  started(info: RunInfo): void;
  epoch(member: MemberId, record: EpochRecord): void;
}

/** Rows of members whose turn has not come that are held at the most, and some frames more: 90 bytes each. */
const MOST_WAITING = 1_000_000;

/** One member on its way. */
interface Line {
  readonly id: MemberId;
  readonly course: MemberCourse;
  rows: RowFacts | undefined;
  /** Packed rows that came before their turn. */
  waiting: Float64Array[];
  /** Something of its training has come. */
  begun: boolean;
  ended: boolean;
  /** Tells the worker that its frames have been read. */
  acks: (() => void)[];
}

/**
 * Passes on what members report at the same time in their order: each one's records after the end of the one before. A
 * worker hears that its frame has been read when there is room for the next one: who reads slowly is not overrun.
 */
export class OrderedProgress {
  readonly #lines: readonly Line[];
  #started = false;
  /** Index of the member that is passed on now. */
  #current = 0;
  #waiting = 0;
  #draining = false;

  constructor(
    ids: readonly MemberId[],
    private readonly listener: Listener,
    private readonly stdout: Io['stdout'],
  ) {
    const most = rowsPerMember(ids.length);
    this.#lines = ids.map((id) => ({
      id,
      course: new MemberCourse(most),
      rows: undefined,
      waiting: [],
      begun: false,
      ended: false,
      acks: [],
    }));
  }

  /** Whether any member has come as far as its training. */
  get hasBegun(): boolean {
    return this.#started;
  }

  course(index: number): MemberCourse {
    return this.#lines[index].course;
  }

  /** What a member has said of its own rows. */
  rows(index: number): RowFacts | undefined {
    return this.#lines[index].rows;
  }

  /** @param ack tells the worker that a frame has been read. */
  receive(index: number, message: FromWorker, ack: () => void): void {
    const line = this.#lines[index];
    line.begun ||= message.type === 'started' || message.type === 'frame';
    if (message.type === 'started') this.#start(line, message.info);
    if (message.type === 'frame') {
      this.#take(line, index, message.rows);
      line.acks.push(ack);
    }
    if (message.type === 'ended' || message.type === 'failed') this.#end(line);
    this.#acknowledge();
  }

  #start(line: Line, info: RunInfo): void {
    line.rows = rowFacts(info);
    if (!this.#started) this.listener.started(info);
    this.#started = true;
  }

  #take(line: Line, index: number, rows: Float64Array): void {
    if (index === this.#current) {
      line.course.add(rows, this.#passOn(line));
      return;
    }
    line.waiting.push(rows);
    this.#waiting += rows.length / COLUMNS;
  }

  #passOn({ id }: Line): (record: EpochRecord) => void {
    return (record) => {
      if (record.epoch > 0) this.listener.epoch(id, record);
    };
  }

  #end(line: Line): void {
    line.ended = true;
    while (this.#lines[this.#current]?.ended) {
      this.#lines[this.#current].course.finish();
      this.#current++;
      const next = this.#lines[this.#current];
      for (const rows of next?.waiting ?? []) {
        next.course.add(rows, this.#passOn(next));
        this.#waiting -= rows.length / COLUMNS;
      }
      if (next) next.waiting = [];
    }
  }

  #acknowledge(): void {
    if (this.stdout.writableNeedDrain) {
      if (!this.#draining) this.stdout.once?.('drain', () => this.#drained());
      this.#draining = true;
      return;
    }
    for (const [index, line] of this.#lines.entries()) {
      // Whose turn it is may be waiting for the memory that the others hold: they end first then.
      if (this.#lines[this.#current]?.begun && index > this.#current && this.#waiting >= MOST_WAITING) return;
      for (const ack of line.acks.splice(0)) ack();
    }
  }

  #drained(): void {
    this.#draining = false;
    this.#acknowledge();
  }
}
