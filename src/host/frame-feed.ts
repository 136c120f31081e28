import type { AnalysisId } from '../core/analysis/ids';
import type { AnalysisOutput, NetworkFrame, Progress, ToView } from '../protocol';
import type { Member, Run } from './store/run';

/** Frames of one member that a view may leave unacknowledged. */
const MOST_UNACKNOWLEDGED = 2;

/** What of a member a view has. */
interface Sent {
  rows: number;
  stride: number;
  progress: Progress | undefined;
  boundary: unknown;
  network: NetworkFrame | undefined;
  readonly analyses: Map<AnalysisId, AnalysisOutput>;
  /** Sequence numbers of its frames that the view has not acknowledged. */
  readonly waiting: Set<number>;
}

/** Knows what of a run a view has, and sends it what it lacks. */
export class FrameFeed {
  readonly #sent = new Map<string, Sent>();
  #run: Run | null = null;
  #seq = 0;

  readonly #post: (message: ToView) => void;

  constructor(post: (message: ToView) => void) {
    this.#post = post;
  }

  /** From now on the view receives the frames of this run, from the start; null: of none. */
  begin(run: Run | null): void {
    this.#run = run;
    this.#sent.clear();
    for (const member of run?.members ?? []) this.#sent.set(member.key, sentOf(member));
  }

  /** What it is about. */
  get run(): Run | null {
    return this.#run;
  }

  /** Rows have changed their indexes: what the view has cannot be continued. */
  get isBroken(): boolean {
    return (this.#run?.members ?? []).some(({ key, curve }) => this.#sent.get(key)?.stride !== curve.stride);
  }

  /** All frames up to this one have been read. */
  acknowledge(seq: number): void {
    for (const { waiting } of this.#sent.values()) {
      for (const other of waiting) if (other <= seq) waiting.delete(other);
    }
  }

  /** The view has not read enough of what it was sent: it gets nothing more of any member, so that all are of one moment. */
  get isBlocked(): boolean {
    return [...this.#sent.values()].some(({ waiting }) => waiting.size >= MOST_UNACKNOWLEDGED);
  }

  /** How far the view knows a member to be; undefined where it does not. */
  progressOf(key: string): Progress | undefined {
    return this.#sent.get(key)?.progress;
  }

  send(): void {
    if (this.isBlocked) return;
    for (const member of this.#run?.members ?? []) {
      const sent = this.#sent.get(member.key)!;
      this.#sendFrame(this.#run!, member, sent);
      this.#sendAnalyses(this.#run!, member, sent);
    }
  }

  #sendFrame(run: Run, member: Member, sent: Sent): void {
    const { progress, curve, boundary, network } = member;
    if (progress === undefined) return;
    const nothingNew =
      sent.rows === curve.count &&
      sent.progress === progress &&
      sent.boundary === boundary &&
      sent.network === network;
    if (nothingNew) return;
    this.#seq += 1;
    this.#post({
      type: 'frame',
      seq: this.#seq,
      run: run.id,
      member: member.key,
      first: sent.rows,
      rows: curve.slice(sent.rows),
      progress,
      ...(boundary && boundary !== sent.boundary && { boundary }),
      ...(network && network !== sent.network && { network }),
    });
    Object.assign(sent, { rows: curve.count, progress, boundary, network });
    sent.waiting.add(this.#seq);
  }

  #sendAnalyses(run: Run, { key, analyses }: Member, sent: Sent): void {
    for (const [id, output] of analyses) {
      if (sent.analyses.get(id) === output) continue;
      sent.analyses.set(id, output);
      this.#post({ type: 'analysis', run: run.id, member: key, ...output });
    }
  }
}

function sentOf({ curve, progress, boundary, network, analyses }: Member): Sent {
  const { count: rows, stride } = curve;
  return { rows, stride, progress, boundary, network, analyses: new Map(analyses), waiting: new Set() };
}
