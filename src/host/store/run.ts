import type { FinalTest } from '../../core/analysis/final-test';
import type { AnalysisId } from '../../core/analysis/ids';
import { type Spread, spreadOf } from '../../core/analysis/spread';
import type { RowFacts, Verdict } from '../../core/analysis/verdict';
import type { RecordedChange } from '../../core/spec';
import type { Variant } from '../../core/trainer-types';
import {
  changesLabel,
  describeExperiment,
  members,
  type NamedRun,
  settingsList,
  shortLabel,
} from '../../experiment/label';
import type { Experiment } from '../../experiment/schema';
import { isRecord } from '../../experiment/schema-node';
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
import { Curve, rowsPerMember } from '../../report/curve';
import { fingerprintButRate, fingerprintOf } from './fingerprint';
import { sparkOf } from './spark';

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
  /** What it said of its rows when it started; like `test`, needed until the run is over, and not saved. */
  rows?: RowFacts;

  /** Its part of the run's file is damaged: it has no curve, and counts for nothing. */
  lost = false;

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

/** Characters of the settings in a summary: it is read from the start of the run's file. */
const MOST_SETTINGS = 4_000;
const SEPARATOR = ' · ';

/** What follows from an experiment. */
interface Facts {
  readonly of: Experiment;
  readonly label: string;
  readonly settings: readonly string[];
  readonly fingerprint: string;
  readonly butRate: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
}

/** The truth about one run. Only the runner (while it goes on) and the store (its name) write to it. */
export class Run {
  readonly id: string;
  readonly startedAt: number;
  readonly folder: string | null;
  readonly members: readonly Member[];
  experiment: Experiment;
  /** A person gave it its name: it is kept, however short it was. */
  named = false;
  paused = false;
  /** Another window trains it: this is what that one saved last. */
  elsewhere = false;
  /** What of its file was damaged, in words; it is left out. */
  damage: readonly string[] = [];
  info?: RunInfo;
  verdict?: Verdict;
  #name: string;
  #facts: Facts | undefined;

  constructor(options: RunOptions) {
    this.id = options.id;
    this.startedAt = options.startedAt;
    this.experiment = options.experiment;
    this.folder = options.folder;
    this.#name = options.experiment.name || shortLabel(options.experiment);
    const ids = members(options.experiment);
    const rows = rowsPerMember(ids.length);
    this.members = ids.map(({ variant, seed }) => new Member(variant, seed, new Curve(rows)));
  }

  /** With what it was changed to in its course, unless a person gave it its name. */
  get name(): string {
    return this.named ? this.#name : [this.#name, ...changesLabel(this.experiment.changes)].join(SEPARATOR);
  }

  set name(name: string) {
    const [changed = ''] = this.named ? [] : changesLabel(this.experiment.changes);
    this.#name = changed ? name.replace(SEPARATOR + changed, '') : name;
  }

  /** The same for trainings that come out the same. */
  get fingerprint(): string {
    return this.#known.fingerprint;
  }

  /** What tells it from others of its name. */
  get naming(): NamedRun {
    const { settings, fingerprint } = this.#known;
    return { name: this.name, settings, fingerprint };
  }

  /** What follows from the experiment, which changes in mid-run. */
  get #known(): Facts {
    const { experiment, folder } = this;
    if (this.#facts?.of !== experiment) {
      const settings = settingsList(experiment).join(SEPARATOR).slice(0, MOST_SETTINGS).split(SEPARATOR);
      const fingerprint = fingerprintOf(experiment, folder);
      const butRate = fingerprintButRate(experiment, folder);
      const { version: _version, changes: _changes, study: _study, ...trained } = experiment;
      const [label, numbers] = [describeExperiment(experiment), numbersOf(trained)];
      this.#facts = { of: experiment, label, settings, fingerprint, butRate, numbers };
    }
    return this.#facts;
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
    if (this.elsewhere) return 'elsewhere';
    if (this.paused) return 'paused';
    return members.every((member) => member.status === 'queued' || member.status === 'loading')
      ? 'loading'
      : 'running';
  }

  member(key: string): Member | undefined {
    return this.members.find((member) => member.key === key);
  }

  state(): RunState {
    const { id, name, startedAt, status, experiment, info, verdict, damage } = this;
    return {
      id,
      name,
      startedAt,
      status,
      experiment,
      members: this.members.map((member) => member.state()),
      ...(info && { info }),
      ...(verdict && { verdict }),
      ...(damage.length > 0 && { damage }),
    };
  }

  summary(): RunSummary {
    const { id, name, named, startedAt, status, damage } = this;
    const { label, settings, fingerprint, numbers } = this.#known;
    const atRate = this.#atRate();
    const [dropout, baseline] = [this.#testLoss('dropout'), this.#testLoss('baseline')];
    return {
      id,
      name,
      startedAt,
      status,
      label,
      ...(named && { named }),
      settings,
      fingerprint,
      testLoss: { dropout: dropout?.mean ?? null, baseline: baseline?.mean ?? null },
      seeds: { dropout: dropout?.count ?? 0, baseline: baseline?.count ?? 0 },
      errors: { dropout: errorOf(dropout), baseline: errorOf(baseline) },
      spark: sparkOf(this.#withLoss(dropout === null ? 'baseline' : 'dropout').map(({ curve }) => curve)),
      numbers,
      diverged: this.members.find((member) => member.ending?.kind === 'diverged')?.ending?.step ?? null,
      blownUp: this.verdict?.kind === 'unstable',
      ...(atRate && { atRate }),
      ...(damage.length > 0 && { damage }),
    };
  }

  /** Each side at its best epochs, for runs of other learning rates; undefined while they may still become better. */
  #atRate(): RunSummary['atRate'] {
    const { dropoutBest, baselineBest } = this.verdict?.evidence ?? {};
    const { butRate: key } = this.#known;
    if (this.status !== 'completed' || key === undefined || !dropoutBest || !baselineBest) return undefined;
    const { learningRate } = this.experiment.training;
    return { key, learningRate, dropout: dropoutBest, baseline: baselineBest };
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

  /** The members of a variant that have a finite test loss. */
  #withLoss(variant: Variant): readonly Member[] {
    return this.members.filter(
      (member) => member.variant === variant && Number.isFinite(member.curve.last('testLoss')),
    );
  }

  #testLoss(variant: Variant): Spread | null {
    const losses = this.#withLoss(variant).map(({ curve }) => curve.last('testLoss')!);
    return losses.length === 0 ? null : spreadOf(losses);
  }
}

/** The standard error of a mean; null of a single value. */
const errorOf = (spread: Spread | null): number | null =>
  spread === null || spread.count < 2 ? null : spread.deviation / Math.sqrt(spread.count);

/** Every number among the settings, by its path. */
function numbersOf(value: unknown, path = '', found: Record<string, number> = {}): Record<string, number> {
  if (typeof value === 'number' && Number.isFinite(value)) found[path] = value;
  else if (isRecord(value) && !Array.isArray(value))
    for (const [key, child] of Object.entries(value))
      numbersOf(child, path === '' ? key : `${path}.${key}`, found);
  return found;
}
