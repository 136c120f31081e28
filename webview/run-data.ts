import { Rows } from '../src/charts/rows';
import type { AnalysisId, AnalysisResults } from '../src/core/analysis/ids';
import type { AnalysisOutput, Boundary, NetworkFrame, Progress, RunState, ToView } from '../src/protocol';

type Snapshot = Extract<ToView, { type: 'snapshot' }>;
type Frame = Extract<ToView, { type: 'frame' }>;

/** What a frame changed. */
export type FrameTopic = 'series' | 'progress' | 'boundary' | 'network';

/** The numbers of the run on the screen, by member key. */
export class RunData {
  readonly series = new Map<string, Rows>();
  readonly boundaries = new Map<string, Boundary>();
  readonly progress = new Map<string, Progress>();
  readonly networks = new Map<string, NetworkFrame>();
  readonly #analyses = new Map<string, AnalysisOutput['result']>();

  /** @param leader the member whose network the snapshot holds. */
  replace(snapshot: Snapshot, leader: string | undefined): void {
    this.clear();
    for (const { member, ...output } of snapshot.analyses ?? []) this.takeAnalysis(member, output);
    for (const { key, rows } of snapshot.series) this.series.set(key, new Rows(rows));
    for (const [key, boundary] of Object.entries(snapshot.boundaries)) this.boundaries.set(key, boundary);
    if (leader !== undefined && snapshot.network) this.networks.set(leader, snapshot.network);
    if (snapshot.run) this.takeProgress(snapshot.run);
  }

  clear(): void {
    for (const map of [this.series, this.boundaries, this.progress, this.networks, this.#analyses])
      map.clear();
  }

  takeAnalysis(member: string, { id, result }: AnalysisOutput): void {
    this.#analyses.set(`${member} ${id}`, result);
  }

  /** The latest of an analysis of a member. */
  analysis<I extends AnalysisId>(member: string, id: I): AnalysisResults[I] | undefined {
    return this.#analyses.get(`${member} ${id}`) as AnalysisResults[I] | undefined;
  }

  /**
   * State and frames overtake one another: progress never goes back, and of a curve that grows it comes with its rows,
   * so that no number is ahead of what is drawn.
   */
  takeProgress(run: RunState): void {
    for (const { key, progress, status } of run.members) {
      const known = this.progress.get(key);
      const isNews = known === undefined || (status !== 'running' && progress && progress.step >= known.step);
      if (progress && isNews) this.progress.set(key, progress);
    }
  }

  /** @returns what changed; undefined if rows before the frame's are missing, and nothing has changed. */
  apply(frame: Frame): readonly FrameTopic[] | undefined {
    const { member } = frame;
    const rows = this.series.get(member) ?? new Rows();
    this.series.set(member, rows);
    if (!rows.put(frame.first, frame.rows)) return undefined;
    const changed: FrameTopic[] = ['progress'];
    this.progress.set(member, frame.progress);
    if (frame.rows.length > 0) changed.push('series');
    if (frame.boundary) {
      this.boundaries.set(member, frame.boundary);
      changed.push('boundary');
    }
    if (frame.network) {
      this.networks.set(member, frame.network);
      changed.push('network');
    }
    return changed;
  }
}
