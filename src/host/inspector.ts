import type { AnalysisId } from '../core/analysis/ids';
import { analysisOutput, type FromWorker, type Observation } from '../protocol';
import type { JobHandle } from '../worker/pool';
import { DisposableObject } from './disposable';
import { isLeader, type Runner, type Trainers } from './runner';
import type { Member, Run } from './store/run';
import type { RunStore } from './store/run-store';

const NOTHING: Observation = { boundary: false, network: false };

export interface InspectorOptions {
  readonly store: RunStore;
  readonly runner: Runner;
  readonly trainers: Trainers;
  readonly log: { warn(message: string): void };
}

/**
 * Computes what views ask for from networks: from those in training through the runner, from those that have ended in
 * short jobs of its own. It gives its threads back as soon as a run wants them.
 */
export class Inspector extends DisposableObject {
  #ids: readonly AnalysisId[] = [];
  readonly #jobs = new Set<JobHandle>();
  /** What has been computed from a member's final weights. */
  readonly #done = new WeakMap<Member, Set<AnalysisId>>();

  readonly #options: InspectorOptions;

  constructor(options: InspectorOptions) {
    super();
    this.#options = options;
    this.register(options.store.onDidChangeCurrent(() => this.#inspect()));
    this.register(options.runner.onDidChange(() => this.#runnerChanged()));
    this.register({ dispose: () => this.#cancel() });
  }

  /** What views on the screen want to see. */
  analyse(ids: readonly AnalysisId[]): void {
    this.#ids = ids;
    this.#options.runner.analyse(ids);
    this.#inspect();
  }

  #runnerChanged(): void {
    if (this.#options.runner.active !== null) this.#cancel();
    else this.#inspect();
  }

  #inspect(): void {
    const { store, runner } = this.#options;
    const run = store.current;
    if (run === null || runner.active !== null || this.disposed) return;
    for (const member of run.members) if (isLeader(run, member)) this.#inspectMember(run, member);
  }

  #inspectMember(run: Run, member: Member): void {
    const done = this.#done.get(member) ?? new Set<AnalysisId>();
    this.#done.set(member, done);
    const analyses = this.#ids.filter((id) => !done.has(id));
    if (!member.weights || analyses.length === 0) return;
    for (const id of analyses) done.add(id);
    const { experiment, folder } = run;
    const { variant, seed, weights, ending } = member;
    const request = {
      experiment,
      folder,
      variant,
      seed,
      analyses,
      observe: NOTHING,
      paused: true,
      inspect: { weights, step: stepOf(run, ending) },
    };
    // One that fails at once has ended before its handle is known here.
    const own: { job?: JobHandle; over?: true } = {};
    own.job = this.#options.trainers.start(request, (message) => {
      this.#receive(run, member, analyses, message);
      if (message.type !== 'ended' && message.type !== 'failed') return;
      own.over = true;
      if (own.job) this.#jobs.delete(own.job);
    });
    if (!own.over) this.#jobs.add(own.job);
  }

  #receive(run: Run, member: Member, analyses: readonly AnalysisId[], message: FromWorker): void {
    if (message.type === 'analysis') {
      member.analyses.set(message.id, analysisOutput(message));
      this.#options.store.grew(run, member);
    } else if (message.type === 'failed') {
      this.#options.log.warn(
        `The analyses ${analyses.join(', ')} of ${member.key} failed: ${message.reason}`,
      );
    }
  }

  /** What was cut short is begun again when it is next looked at. */
  #cancel(): void {
    for (const job of this.#jobs) job.stop();
    this.#jobs.clear();
    const run = this.#options.store.current;
    for (const member of run?.members ?? []) this.#done.delete(member);
  }
}

/** The step after which the network was what its final weights make it. */
function stepOf({ info }: Run, ending: Member['ending']): number {
  const { step = 0, restored } = ending ?? {};
  return restored === undefined ? step : restored * (info?.stepsPerEpoch ?? 0);
}
