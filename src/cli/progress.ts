import type { RowFacts } from '../core/analysis/verdict';
import type { EpochRecord } from '../core/trainer-types';
import type { MemberId } from '../experiment/label';
import type { FromWorker, RunInfo } from '../protocol';
import { COLUMNS, rowsPerMember } from '../report/curve';
import { rowFacts } from '../report/verdict-input';
import type { Io } from './io';
import { MemberCourse } from './member-course';

/** Receives the events of a run, in an order independent of thread timing. */
export interface Listener {
  started(info: RunInfo): void;
  epoch(member: MemberId, record: EpochRecord): void;
}

/** Maximum number of buffered rows of later members, plus a few frames; 90 bytes each. */
const MOST_WAITING = 1_000_000;

/** Buffered state of a member. */
interface Line {
  readonly id: MemberId;
  readonly course: MemberCourse;
  rows: RowFacts | undefined;
  /** Packed rows received before the member's turn. */
  waiting: Float64Array[];
  /** Whether its training has begun. */
  begun: boolean;
  ended: boolean;
  /** Pending acknowledgements of its frames. */
  acks: (() => void)[];
}

/**
 * Serializes the concurrent reports of members: the records of each follow the end of the previous one. Frames are
 * acknowledged only when there is room for more, so that a slow reader is not overrun.
 */
export class OrderedProgress {
  readonly #lines: readonly Line[];
  #started = false;
  /** Index of the member currently reported. */
  #current = 0;
  #waiting = 0;
  #draining = false;

  readonly #listener: Listener;
  readonly #stdout: Io['stdout'];

  constructor(ids: readonly MemberId[], listener: Listener, stdout: Io['stdout']) {
    this.#listener = listener;
    this.#stdout = stdout;
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

  /** Whether any member has begun training. */
  get hasBegun(): boolean {
    return this.#started;
  }

  course(index: number): MemberCourse {
    return this.#lines[index].course;
  }

  /** Row facts reported by a member. */
  rows(index: number): RowFacts | undefined {
    return this.#lines[index].rows;
  }

  /** @param ack acknowledges a frame to the worker. */
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
    if (!this.#started) this.#listener.started(info);
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
      if (record.epoch > 0) this.#listener.epoch(id, record);
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
    if (this.#stdout.writableNeedDrain) {
      if (!this.#draining) this.#stdout.once?.('drain', () => this.#drained());
      this.#draining = true;
      return;
    }
    for (const [index, line] of this.#lines.entries()) {
      // The current member may be waiting for memory held by others, which must finish first.
      if (this.#lines[this.#current]?.begun && index > this.#current && this.#waiting >= MOST_WAITING) return;
      for (const ack of line.acks.splice(0)) ack();
    }
  }

  #drained(): void {
    this.#draining = false;
    this.#acknowledge();
  }
}
