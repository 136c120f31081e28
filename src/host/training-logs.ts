import { basename, relative, sep } from 'node:path';
import { decimate } from '../charts/decimate';
import {
  type Corrections,
  chartsOf,
  courseOf,
  type Disk,
  disk,
  dropRatioOf,
  groupsOf,
  hasEpochs,
  type LogChart,
  type LogRun,
  LogSession,
  logVerdict,
  type NamedCurve,
  type Role,
  titleOf,
} from '../logs';
import type { LogsState } from '../protocol';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';

/** Milliseconds between two states. */
const PAUSE = 150;
/** Runs that are shown at once, and charts; pixels that a curve is drawn for. */
const MOST_RUNS = 6;
const MOST_CHARTS = 12;
const COLUMNS = 700;
/** Bytes of logs that are drawn only once they are read. */
const LARGE = 20_000_000;
/** Runs that are listed. */
const MOST_LISTED = 200;

export interface TrainingLogsOptions {
  /** What a person has said before, in this workspace. */
  readonly corrections: Corrections;
  readonly remember: (corrections: Corrections) => void;
  readonly log: { info(message: string): void };
  readonly disk?: Disk;
}

/** Logs of trainings that ran elsewhere, open in the panel. */
export class TrainingLogs extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #options: TrainingLogsOptions;
  #session: LogSession | null = null;
  #title = '';
  #state: LogsState | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The runs that a person has chosen; null: the first. */
  #shown: ReadonlySet<string> | null = null;

  constructor(options: TrainingLogsOptions) {
    super();
    this.#options = options;
    this.register({ dispose: () => this.close() });
  }

  /** What views show; null: no log is open. */
  get state(): LogsState | null {
    return this.#state;
  }

  /** Opens the logs at these paths, in place of those that were open; resolves when they have been read. */
  async open(paths: readonly string[]): Promise<void> {
    this.close();
    const session = new LogSession({
      disk: this.#options.disk ?? disk,
      follow: true,
      onChange: () => this.#session === session && this.#publishSoon(),
    });
    session.corrections = this.#options.corrections;
    this.#session = session;
    this.#title = paths.map((path) => basename(path)).join(', ');
    this.#options.log.info(`Training logs: ${paths.join(', ')}`);
    this.#publish();
    await session.open(paths);
    if (this.#session === session) this.#publish();
  }

  close(): void {
    this.#session?.dispose();
    this.#session = null;
    this.#shown = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#state === null) return;
    this.#state = null;
    this.#changed.fire();
  }

  /** Shows a run, or no longer; one stays. */
  show(run: string, isShown: boolean): void {
    const shown = new Set(this.#state?.runs.filter((one) => one.isShown).map(({ id }) => id));
    if (isShown) shown.add(run);
    else shown.delete(run);
    if (shown.size === 0 || shown.size > MOST_RUNS) return;
    this.#shown = shown;
    this.#publish();
  }

  /** A person says what a curve is; null: none of the roles. */
  correct(name: string, role: Role | null): void {
    const session = this.#session;
    if (!session) return;
    session.corrections = { ...session.corrections, [name]: role };
    this.#options.remember(session.corrections);
    this.#publish();
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => this.#publish(), PAUSE);
  }

  #publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const session = this.#session;
    if (!session) return;
    const { isReading, progress } = session;
    // Curves of millions of points take longer than a host may be busy: until all is read, only how far it is.
    this.#state =
      isReading && this.#state && progress.size > LARGE
        ? { ...this.#state, isReading, ...progress }
        : stateOf(session, this.#title, this.#shown);
    this.#changed.fire();
  }
}

function stateOf(session: LogSession, title: string, chosen: ReadonlySet<string> | null): LogsState {
  const { runs } = session;
  const groups = groupsOf(runs);
  const first = groups[0]?.runs.slice(0, MOST_RUNS).map(({ id }) => id) ?? [];
  const known = runs.filter(({ id }) => chosen?.has(id));
  const shownIds = new Set(known.length > 0 ? known.map(({ id }) => id) : first);
  const names = shortNames(runs);
  const facts = runs.slice(0, MOST_LISTED).map((run) => {
    const course = courseOf(chartsOf(run.curves));
    const group = groups.findIndex(({ runs: some }) => some.includes(run));
    return { run, course, group, verdict: logVerdict(course, dropRatioOf(run)) };
  });
  const shown = facts.filter(({ run }) => shownIds.has(run.id));
  const only = shown.length === 1 ? shown[0] : undefined;
  return {
    title,
    isReading: session.isReading,
    ...session.progress,
    runs: facts.map(({ run, course, group, verdict }) => ({
      id: run.id,
      name: names.get(run.id) ?? run.id,
      format: titleOf(run),
      isShown: shownIds.has(run.id),
      group,
      differs: groups[group]?.differs ?? [],
      best: course?.best ?? null,
      unit: course?.unit ?? 'step',
      said: verdict.title,
    })),
    more: Math.max(0, runs.length - MOST_LISTED),
    verdict: only?.verdict ?? null,
    bestAt: only?.course?.best?.at ?? null,
    charts: chartsState(shown.map(({ run }) => run)),
    curves: curveNames(shown.map(({ run }) => run)),
    problems: session.problems.slice(0, 20).map(({ path, words }) => ({ file: basename(path), words })),
  };
}

/** Paths from the folder that all runs have in common. */
function shortNames(runs: readonly LogRun[]): ReadonlyMap<string, string> {
  if (runs.length === 1) return new Map([[runs[0].id, basename(runs[0].id)]]);
  const parts = runs.map(({ id }) => id.split(sep));
  let shared = 0;
  while (
    parts.length > 0 &&
    parts[0].length > shared + 1 &&
    parts.every((one) => one[shared] === parts[0][shared])
  )
    shared++;
  const root = parts[0]?.slice(0, shared).join(sep) ?? '';
  return new Map(
    runs.map((run) => [run.id, run.settings.get('runName') ?? relative(root, run.id) ?? basename(run.id)]),
  );
}

/** The charts of the runs together: a quantity that several have is one chart. */
function chartsState(runs: readonly LogRun[]): LogsState['charts'] {
  const byRun = runs.map((run) => chartsOf(run.curves));
  const titles = [...new Set(byRun.flat().map(keyOf))];
  return titles.slice(0, MOST_CHARTS).map((key) => {
    const some = byRun.map((charts) => charts.find((chart) => keyOf(chart) === key));
    const all = some.flatMap((chart) => chart?.curves ?? []);
    const unit = all.every(({ curve }) => hasEpochs(curve)) ? 'epoch' : 'step';
    const { title, kind } = some.find((chart) => chart !== undefined)!;
    const lines = some.flatMap((chart, run) => (chart?.curves ?? []).map((one) => lineOf(one, run, unit)));
    return { title, kind, unit, lines };
  });
}

const keyOf = ({ title, kind }: LogChart): string => `${kind} ${title}`;

function lineOf({ name, role, curve }: NamedCurve, run: number, unit: 'epoch' | 'step') {
  const { length } = curve;
  const x = (unit === 'epoch' ? curve.epochs : curve.steps).subarray(0, length);
  const y = curve.values.subarray(0, length);
  const points = decimate({ x, y }, x[0] ?? 0, x[length - 1] ?? 0, COLUMNS);
  return {
    name,
    role,
    run,
    x: Float64Array.from(points, (point) => point.x),
    y: Float64Array.from(points, (point) => point.y),
  };
}

function curveNames(runs: readonly LogRun[]): LogsState['curves'] {
  const roles = new Map(runs.flatMap(({ curves }) => curves.map(({ name, role }) => [name, role] as const)));
  return [...roles].map(([name, role]) => ({ name, role })).slice(0, 100);
}
