import type { RunCurves } from '../src/charts/compared';
import { Rows } from '../src/charts/rows';
import type { AnalysisId, AnalysisResults } from '../src/core/analysis/ids';
import type { Variant } from '../src/core/trainer-types';
import type { Experiment } from '../src/experiment/schema';
import type { SweepId } from '../src/experiment/sweeps';
import {
  type AnalysisOutput,
  type Boundary,
  type ComparedRun,
  type FromView,
  type LogRole,
  type MemberState,
  type NetworkFrame,
  NOTHING_YET,
  type Observation,
  type Progress,
  type RunState,
  SLICES,
  type StudyState,
  type ToView,
  type ViewCommand,
  type ViewState,
} from '../src/protocol';
import { type Connection, Listener } from './connection';
import { type Path, PendingEdits, sameValue } from './edits';
import { type Clock, Pace } from './pace';
import { RunData } from './run-data';
import { TOPICS, type Topic } from './topic';
import { Topics } from './topics';

/** What can be done with a trial of a study. */
export type StudyAction = Extract<FromView, { type: 'studyTrial' }>['action'];

/** An edit that the host did not take. */
export interface Refusal {
  readonly path: Path;
  readonly message: string;
}

/** What the store needs of the page; a test brings its own. */
export interface StoreContext extends Clock {
  post(message: FromView): void;
  /** A frame has been applied. */
  acknowledge(seq: number): void;
}

type Message<T extends ToView['type']> = Extract<ToView, { type: T }>;

/** A snapshot says everything but what was refused. */
const ALL = TOPICS.filter((topic) => topic !== 'refused');
/** Milliseconds after which an unanswered request for a snapshot may be repeated. */
const PATIENCE = 1_000;
/** Milliseconds between edits that a drag sends. */
const EDIT_INTERVAL = 16;

/** The slices as views show them: the experiment with edits on their way, and compared runs as their curves. */
type Shown = Omit<ViewState, 'experiment' | 'compared'> & { readonly compared: readonly RunCurves[] };

/** A class of whatever slices there are. */
const Slices = class {
  constructor() {
    Object.assign(this, NOTHING_YET);
  }
} as new () => Shown;

/** What a view knows, applied message by message. It holds no truth of its own: a snapshot replaces everything. */
export class ViewStore extends Slices {
  refusal: Refusal | null = null;

  readonly #data = new RunData();
  readonly #topics = new Topics<Topic>();
  readonly #pending: PendingEdits;
  readonly #host: Listener;
  readonly #sending: Pace;
  #experiment: Experiment | undefined;
  #seen: Experiment | undefined;
  /** When a snapshot was asked for that has not come yet. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #analysed: readonly AnalysisId[] = [];
  #observed: Observation | undefined;

  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    super();
    this.#context = context;
    this.#pending = new PendingEdits(() => context.now());
    this.#host = new Listener(() => context.now());
    this.#sending = new Pace(context, EDIT_INTERVAL, () => this.#sendEdits());
  }

  get connection(): Connection {
    return this.#host.state;
  }

  /** Nobody hears what a person asks for: it is not sent, and controls are inert. */
  get isAlone(): boolean {
    return this.connection === 'lost';
  }

  /** The experiment as the person sees it: the host's, with edits that are on their way. Undefined before a snapshot. */
  get experiment(): Experiment | undefined {
    return this.#seen;
  }

  /** Curves by member key. */
  get series(): ReadonlyMap<string, Rows> {
    return this.#data.series;
  }

  /** Decision boundaries by member key. */
  get boundaries(): ReadonlyMap<string, Boundary> {
    return this.#data.boundaries;
  }

  /** Progress by member key, newer than what the run's state says. */
  get progress(): ReadonlyMap<string, Progress> {
    return this.#data.progress;
  }

  /** The thinned net of the leading member with dropout (else of the leading member). */
  get network(): NetworkFrame | null {
    const key = this.#networkLeader;
    return (key === undefined ? undefined : this.#data.networks.get(key)) ?? null;
  }

  /** The first member of a variant: the one that streams. */
  leader(variant: MemberState['variant']): MemberState | undefined {
    return this.run?.members.find((member) => member.variant === variant);
  }

  /** Calls the listener after each change of any of the topics. @returns a function that ends it. */
  subscribe(topics: readonly Topic[], listener: () => void): () => void {
    return this.#topics.subscribe(topics, listener);
  }

  /** Sets a value of the experiment: shown at once, sent at most every 16 ms. `undefined` puts the default back. */
  edit(path: Path, value: unknown): void {
    if (this.isAlone) return;
    this.#pending.set(path, value);
    this.refusal = null;
    this.#see();
    this.#notify(['experiment', 'refused']);
    this.#sending.request();
  }

  command(command: ViewCommand): void {
    // A command has to find the experiment that the person sees.
    this.#sendEdits();
    this.ask({ type: 'command', command });
  }

  /** Sends what a person asks for, where someone hears it: what comes up later may not be what it was meant for. */
  ask(message: FromView): void {
    if (!this.isAlone) this.#context.post(message);
  }

  /** Says what is on the screen; the host computes nothing else. */
  observe(observe: Observation): void {
    if (sameValue(observe, this.#observed)) return;
    this.#observed = observe;
    this.#context.post({ type: 'observe', observe });
  }

  /** Asks the host for everything. */
  retry(): void {
    this.#askedAt = this.#context.now();
    this.#context.post({ type: 'ready' });
    // A host that has started anew does not know what this view looks at.
    if (this.#observed) this.#context.post({ type: 'observe', observe: this.#observed });
    if (this.#analysed.length > 0) this.#context.post({ type: 'analyse', analyses: [...this.#analysed] });
  }

  /** Tells the host what is to be computed from the networks. */
  analyse(analyses: readonly AnalysisId[]): void {
    this.#analysed = analyses;
    this.#context.post({ type: 'analyse', analyses: [...analyses] });
  }

  /** The latest of an analysis of the pair that streams. */
  analysis<I extends AnalysisId>(variant: Variant, id: I): AnalysisResults[I] | undefined {
    const leader = this.leader(variant);
    return leader && this.#data.analysis(leader.key, id);
  }

  startSweep(id: SweepId): void {
    this.ask({ type: 'sweep', id });
  }

  pauseSweep(): void {
    this.ask({ type: 'pauseSweep' });
  }

  /** Opens a trial of a sweep as a run, or takes its values. */
  actOnSweep(sweep: StudyState, trial: number, action: StudyAction): void {
    this.ask({ type: 'studyTrial', study: sweep.id, trial, action });
  }

  /** Asks the host to write the trials of a study, or what its view shows, into a file. */
  exportStudy(study: StudyState): void {
    this.ask({ type: 'exportStudy', study: study.id });
  }

  /** Asks the host to write a chart into a file. */
  exportChart(chart: string): void {
    this.ask({ type: 'exportChart', chart });
  }

  /** In a file's own editor. */
  actOnDocument(action: 'show' | 'openAsText'): void {
    this.ask({ type: 'document', action });
  }

  /** Shows a run of the log that is open, or no longer. */
  showLogRun(run: string, isShown: boolean): void {
    this.ask({ type: 'showLogRun', run, isShown });
  }

  /** Compares the run with a value that was tried, or no longer. */
  compareTried(side: number): void {
    this.ask({ type: 'compareTried', side });
  }

  /** Whether the runs of the log that are shown are seeds of one another. */
  groupLogRuns(isTogether: boolean): void {
    this.ask({ type: 'groupLogRuns', isTogether });
  }

  /** What a curve of the log is. */
  logRole(name: string, role: LogRole | null): void {
    this.ask({ type: 'logRole', name, role });
  }

  /** Puts a run on the screen. */
  selectRun(run: string): void {
    this.ask({ type: 'selectRun', run });
  }

  /** Opens a trial of the study on the screen as a run, or takes its values. */
  actOnTrial(trial: number, action: StudyAction): void {
    if (this.study) this.ask({ type: 'studyTrial', study: this.study.id, trial, action });
  }

  /** Keeps the run on the screen to compare others with. */
  compare(): void {
    if (this.run) this.ask({ type: 'compare', run: this.run.id });
  }

  /** Compares with a run no longer; null: with none. */
  compareNoLonger(run: string | null): void {
    this.ask({ type: 'compareNoLonger', run });
  }

  openScenario(id: string): void {
    this.ask({ type: 'scenario', id });
  }

  dismissRefusal(): void {
    this.refusal = null;
    this.#notify(['refused']);
  }

  /** To be called every second: notices that the host has fallen silent. */
  checkConnection(): void {
    if (this.#host.check()) this.#notify(['connection']);
  }

  receive(message: ToView): void {
    this.#heard(message);
    const handler = this.#handlers[message.type] as ((message: ToView) => void) | undefined;
    handler?.(message);
  }

  /** What no view shows has no handler. */
  readonly #handlers: { readonly [T in ToView['type']]?: (message: Message<T>) => void } = {
    snapshot: (message) => this.#snapshot(message),
    state: ({ state }) => this.#patch(state),
    frame: (message) => this.#frame(message),
    refused: ({ path, message }) => {
      this.#pending.drop(path);
      this.refusal = { path, message };
      this.#see();
      this.#notify(['experiment', 'refused']);
    },
    analysis: ({ run, member, type: _type, ...output }) => {
      if (run !== this.run?.id) return;
      this.#data.takeAnalysis(member, output as AnalysisOutput);
      this.#notify(['analyses']);
    },
  };

  /** Takes the slices that have changed, and tells of them at once. */
  #patch({ experiment, run, ...others }: Partial<ViewState>): void {
    this.#take(others);
    if (experiment) this.#takeExperiment(experiment);
    this.#notify([
      ...(Object.keys(others) as (keyof typeof others)[]),
      ...(experiment ? (['experiment'] as const) : []),
      ...(run ? this.#takeRun(run) : []),
    ]);
  }

  #take({ compared, ...others }: Partial<Omit<ViewState, 'experiment'>>): void {
    Object.assign(this, others, compared !== undefined && { compared: compared.map(curvesOf) });
  }

  #heard(message: ToView): void {
    const before = this.#host.heard();
    if (before === 'live') return;
    this.#notify(['connection']);
    // What was said in between is not known.
    if (before === 'lost' && message.type !== 'snapshot') this.#askAnew();
  }

  #askAnew(): void {
    if (this.#context.now() - this.#askedAt > PATIENCE) this.retry();
  }

  #snapshot(message: Message<'snapshot'>): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#take({ ...NOTHING_YET, ...slicesOf(message) });
    this.#replaceData(message);
    this.#takeExperiment(message.experiment);
    this.#notify(ALL);
  }

  /** Of a run that cannot be taken nothing is shown, least of all the one before. */
  #replaceData(message: Message<'snapshot'>): void {
    try {
      this.#data.replace(message, this.#networkLeader);
    } catch (error) {
      this.#take({ run: null });
      this.#data.clear();
      reportError(error);
    }
  }

  #takeExperiment(experiment: Experiment): void {
    this.#experiment = experiment;
    this.#pending.settle(experiment);
    this.#see();
  }

  #takeRun(run: RunState): Topic[] {
    if (run.id !== this.run?.id) {
      // Another run's curves come with a snapshot only.
      this.#askAnew();
      return [];
    }
    this.#take({ run });
    this.#data.takeProgress(run);
    return ['run', 'progress'];
  }

  #frame(frame: Message<'frame'>): void {
    this.#context.acknowledge(frame.seq);
    if (frame.run !== this.run?.id) return;
    const changed = this.#data.apply(frame);
    if (changed) this.#notify(changed);
    else this.#askAnew();
  }

  #sendEdits(): void {
    const edits = this.#pending.takeUnsent();
    if (edits.length === 0) return;
    this.#sending.done();
    for (const { path, value } of edits) this.#context.post({ type: 'edit', path: [...path], value });
    // Without an answer the host's word counts again.
    this.#context.later(() => this.#experiment && this.#patch({ experiment: this.#experiment }), 1_100);
  }

  #see(): void {
    this.#seen = this.#experiment && this.#pending.over(this.#experiment);
  }

  get #networkLeader(): string | undefined {
    return (this.leader('dropout') ?? this.run?.members[0])?.key;
  }

  #notify(topics: readonly Topic[]): void {
    this.#topics.notify(topics);
  }
}

/** The slices of a message, without the experiment and what is no slice. */
function slicesOf(message: ViewState): Omit<ViewState, 'experiment'> {
  const names = SLICES.filter((name) => name !== 'experiment' && name in message);
  return Object.fromEntries(names.map((name) => [name, message[name]])) as unknown as ViewState;
}

function curvesOf({ run, series }: ComparedRun): RunCurves {
  return { run, series: new Map(series.map(({ key, rows }) => [key, new Rows(rows)])) };
}
