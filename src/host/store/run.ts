import type { FinalTest } from '../../core/analysis/final-test';
import type { AnalysisId } from '../../core/analysis/ids';
import type { Verdict } from '../../core/analysis/verdict';
import type { RecordedChange } from '../../core/spec';
import type { Variant } from '../../core/trainer-types';
import { describeExperiment, members } from '../../experiment/label';
import type { Experiment } from '../../experiment/schema';
import type {
  AnalysisOutput,
  Boundary,
  Ending,
  MemberState,
  MemberStatus,
  NetworkFrame,
  Progress,
  RunInfo,
  RunState,
  RunStatus,
  RunSummary,
  Series,
} from '../../protocol';
import { Curve, rowsPerMember } from './curve';

/** One training of a run, as the host knows it. */
export class Member {
  readonly key: string;
  status: MemberStatus = 'queued';
  progress?: Progress;
  ending?: Ending;
  failure?: { readonly step: number; readonly reason: string };
  changes: RecordedChange[] = [];
  boundary?: Boundary;
  network?: NetworkFrame;
  /** The latest of each analysis that a view asked for. */
  readonly analyses = new Map<AnalysisId, AnalysisOutput>();
  /** Once it has ended: what an analysis can still be made from. Lives as long as the window. */
  weights?: Float32Array;
  /** What it said of the test rows at its end. */
  test?: FinalTest;

  constructor(
    readonly variant: Variant,
    readonly seed: number,
    readonly curve: Curve,
  ) {
    this.key = `${variant}:${seed}`;
  }

  /** It will say nothing more. */
  get over(): boolean {
    return this.status === 'ended' || this.status === 'failed';
  }

  state(): MemberState {
    const { key, variant, seed, status, progress, ending, failure, changes, weights } = this;
    return {
      key,
      variant,
      seed,
      status,
      changes: [...changes],
      ...(progress && { progress }),
      ...(ending && { ending }),
      ...(failure && { failure }),
      ...(weights && { hasNetwork: true }),
    };
  }
}

export interface RunOptions {
  readonly id: string;
  readonly startedAt: number;
  readonly experiment: Experiment;
  /** The folder that the experiment's paths are relative to. */
  readonly folder: string | null;
}

/** What a run is called that nobody has named: its label without the widths, to fit into a sidebar. */
function defaultName(experiment: Experiment): string {
  const { hidden } = experiment.network;
  const label = describeExperiment(experiment);
  return hidden.length === 0 ? label : label.replace(` · ${hidden.join('-')}`, '');
}

/** The truth about one run. Only the runner (while it goes on) and the store (its name) write to it. */
export class Run {
  readonly id: string;
  readonly startedAt: number;
  readonly folder: string | null;
  readonly members: readonly Member[];
  experiment: Experiment;
  name: string;
  /** A person gave it its name: it is kept, however short it was. */
  named = false;
  paused = false;
  info?: RunInfo;
  verdict?: Verdict;

  constructor(options: RunOptions) {
    this.id = options.id;
    this.startedAt = options.startedAt;
    this.experiment = options.experiment;
    this.folder = options.folder;
    this.name = options.experiment.name || defaultName(options.experiment);
    const ids = members(options.experiment);
    const rows = rowsPerMember(ids.length);
    this.members = ids.map(({ variant, seed }) => new Member(variant, seed, new Curve(rows)));
  }

  get over(): boolean {
    return this.members.every((member) => member.over);
  }

  get status(): RunStatus {
    const { members } = this;
    if (this.over) {
      if (members.some((member) => member.status === 'failed')) return 'failed';
      return members.some((member) => member.ending?.kind === 'stopped') ? 'stopped' : 'completed';
    }
    if (this.paused) return 'paused';
    return members.every((member) => member.status === 'queued' || member.status === 'loading')
      ? 'loading'
      : 'running';
  }

  member(key: string): Member | undefined {
    return this.members.find((member) => member.key === key);
  }

  state(): RunState {
    const { id, name, startedAt, status, experiment, info, verdict } = this;
    return {
      id,
      name,
      startedAt,
      status,
      experiment,
      members: this.members.map((member) => member.state()),
      ...(info && { info }),
      ...(verdict && { verdict }),
    };
  }

  summary(): RunSummary {
    const { id, name, startedAt, status, experiment } = this;
    return {
      id,
      name,
      startedAt,
      status,
      label: describeExperiment(experiment),
      testLoss: { dropout: this.#meanTestLoss('dropout'), baseline: this.#meanTestLoss('baseline') },
      diverged: this.members.find((member) => member.ending?.kind === 'diverged')?.ending?.step ?? null,
      blownUp: this.verdict?.kind === 'unstable',
    };
  }

  series(): Series[] {
    return this.members.map(({ key, curve }) => ({ key, rows: curve.slice() }));
  }

  boundaries(): Record<string, Boundary> {
    const known = this.members.flatMap(({ key, boundary }) => (boundary ? [[key, boundary] as const] : []));
    return Object.fromEntries(known);
  }

  /** The thinned net that is shown: the first member's that has one. */
  network(): NetworkFrame | null {
    return this.members.find((member) => member.network)?.network ?? null;
  }

  analyses(): ({ readonly member: string } & AnalysisOutput)[] {
    return this.members.flatMap(({ key, analyses }) =>
      [...analyses.values()].map((output) => ({ member: key, ...output })),
    );
  }

  #meanTestLoss(variant: Variant): number | null {
    const losses = this.members
      .filter((member) => member.variant === variant)
      .map((member) => member.curve.last('testLoss'))
      .filter((loss) => loss !== undefined && Number.isFinite(loss)) as number[];
    return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }
}
