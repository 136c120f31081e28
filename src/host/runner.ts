import { randomBytes } from 'node:crypto';
import type { AnalysisId } from '../core/analysis/ids';
import type { Change, RecordedChange } from '../core/spec';
import { distinctName } from '../experiment/label';
import type { Experiment } from '../experiment/schema';
import { analysisOutput, type FromWorker, type Observation, type RunInfo } from '../protocol';
import { rowFacts } from '../report/verdict-input';
import type { JobHandle, JobRequest } from '../worker/pool';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';
import { type Member, Run } from './store/run';
import type { RunStore } from './store/run-store';
import { judgeRun } from './store/verdict';

const NOTHING: Observation = { boundary: false, network: false };
const VERDICT_MILLISECONDS = 500;
/** A run that a restart cuts short is only worth keeping if it has gone on for this long. */
const SHORT_MILLISECONDS = 10_000;
/** The bound of the experiment file. */
const MOST_CHANGES = 10_000;

/** Where members are trained. */
export interface Trainers {
  /** How many can train at once. */
  readonly size: number;
  /** The last message is `ended` or `failed`; whatever happens to the worker, there is one. */
  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle;
}

export interface RunnerOptions {
  readonly store: RunStore;
  readonly trainers: Trainers;
  readonly log: { info(message: string): void; warn(message: string): void };
  /** What has to be said of a run for where its files lie; null: nothing. */
  readonly noteOn?: (experiment: Experiment, folder: string | null) => Promise<string | null>;
}

/** A run that goes on, or comes to its end. */
interface Going {
  readonly run: Run;
  readonly jobs: Map<Member, JobHandle>;
  /** Stopping was asked for: nothing more is started. */
  stopping: boolean;
  /** To be thrown away at its end. */
  discard: boolean;
  verdictAt: number;
  /** What has to be said of the data beside what the reader says. */
  /** What has to be said of its data beside what their reader says. */
  readonly notes: string[];
}

/**
 * Runs experiments, one at a time: turns a run into members, members into jobs, and what jobs say into the run. Each
 * job's listener knows its own run, so that what a stopped run's jobs still say never gets into another.
 */
export class Runner extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  /** The run that goes on has changed: started, paused, ended, another. */
  readonly onDidChange = this.#changed.event;
  #going: Going | null = null;
  #observation: Observation = NOTHING;
  #analyses: readonly AnalysisId[] = [];

  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    super();
    this.#options = options;
    this.register({ dispose: () => this.stop() });
  }

  /** The run that goes on, paused or not; null when nothing runs. */
  get active(): Run | null {
    return this.#going?.run ?? null;
  }

  /** Ends the run that goes on, as another in its place does: what was short and nobody named is not kept. */
  giveWay(): void {
    this.#giveWay();
    this.#changed.fire();
  }

  /** Starts a run, which takes the place of the one that goes on. */
  start(experiment: Experiment, folder: string | null, paused = false, dataNote: string | null = null): Run {
    this.#giveWay();
    const id = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
    const run = new Run({ id, startedAt: Date.now(), experiment, folder });
    run.name = distinctName(run.naming, this.#options.store.names);
    run.paused = paused;
    const going: Going = {
      run,
      jobs: new Map(),
      stopping: false,
      discard: false,
      verdictAt: 0,
      notes: dataNote === null ? [] : [dataNote],
    };
    this.#going = going;
    this.#options.log.info(`Run ${id} starts: ${run.name}`);
    this.#options.store.add(run);
    void this.#noteData(going);
    this.#startJobs(going);
    this.#changed.fire();
    return run;
  }

  /** Where files lie is known a moment later. */
  async #noteData(going: Going): Promise<void> {
    const { run, notes } = going;
    const note = (await this.#options.noteOn?.(run.experiment, run.folder)) ?? null;
    if (note === null) return;
    if (run.info === undefined) {
      notes.push(note);
      return;
    }
    run.info = withNotes(run.info, [note]);
    this.#update(going);
  }

  pause(): void {
    const going = this.#going;
    if (going === null || going.run.paused) return;
    going.run.paused = true;
    this.#turn(going, 'paused', (job) => job.pause());
  }

  resume(): void {
    const going = this.#going;
    if (going === null || !going.run.paused) return;
    going.run.paused = false;
    this.#turn(going, 'running', (job) => job.resume());
    this.#startJobs(going);
  }

  /** Takes steps and stays paused. */
  step(steps: number): void {
    this.pause();
    for (const job of this.#going?.jobs.values() ?? []) job.step(steps);
  }

  stop(): void {
    const going = this.#going;
    if (going !== null) this.#stop(going);
  }

  /** Reaches all members that train, at their next step; seeds that have not begun replay it at the same step. */
  change(change: Change): void {
    for (const job of this.#going?.jobs.values() ?? []) job.change(change);
  }

  /** What views look at. Only the pair that streams is looked at. */
  observe(observation: Observation): void {
    this.#observation = observation;
    const going = this.#going;
    if (going === null) return;
    for (const [member, job] of going.jobs) {
      if (isLeader(going.run, member)) job.observe(observation);
    }
  }

  /** What is computed from the networks of the pair that streams. */
  analyse(analyses: readonly AnalysisId[]): void {
    this.#analyses = analyses;
    const going = this.#going;
    if (going === null) return;
    for (const [member, job] of going.jobs) if (isLeader(going.run, member)) job.analyse(analyses);
  }

  /** The run that goes on has to make room for another. */
  #giveWay(): void {
    const going = this.#going;
    if (going === null) return;
    const age = Date.now() - going.run.startedAt;
    going.discard = age < SHORT_MILLISECONDS && !going.run.named;
    this.#stop(going);
    // Its jobs may take a moment to end; they still report to their own run.
    if (this.#going === going) this.#going = null;
  }

  #stop(going: Going): void {
    if (going.stopping) return;
    going.stopping = true;
    for (const job of [...going.jobs.values()]) job.stop();
    for (const member of going.run.members) {
      if (member.status !== 'queued') continue;
      member.status = 'ended';
      member.ending = { kind: 'stopped', step: 0, epoch: 0, seconds: 0 };
    }
    this.#update(going);
  }

  #turn(going: Going, status: 'running' | 'paused', tell: (job: JobHandle) => void): void {
    for (const [member, job] of going.jobs) {
      tell(job);
      if (member.status !== 'loading') member.status = status;
    }
    this.#update(going);
  }

  /** As many as can train at once: the leading pair at first, further seeds as others end. */
  #startJobs(going: Going): void {
    const { run, jobs } = going;
    for (const member of run.members) {
      if (going.stopping || jobs.size >= this.#options.trainers.size) return;
      if (member.status === 'queued') this.#startJob(going, member);
    }
  }

  #startJob(going: Going, member: Member): void {
    const { run, jobs } = going;
    const { experiment, folder, paused } = run;
    const { variant, seed } = member;
    member.status = 'loading';
    const leads = isLeader(run, member);
    const [observe, analyses] = leads ? [this.#observation, this.#analyses] : [NOTHING, []];
    const request = { experiment, folder, paused, variant, seed, observe, analyses };
    const job = this.#options.trainers.start(request, (message) => this.#receive(going, member, message));
    // A job that fails at once has ended by now.
    if (!member.over) jobs.set(member, job);
  }

  #receive(going: Going, member: Member, message: FromWorker): void {
    if (member.over) return;
    const { run } = going;
    switch (message.type) {
      case 'loading':
        return;
      case 'started':
        run.info ??= withNotes(message.info, going.notes);
        member.rows = rowFacts(message.info);
        member.status = run.paused ? 'paused' : 'running';
        this.#update(going);
        return;
      case 'frame':
        going.jobs.get(member)?.ack(message.seq);
        this.#frame(going, member, message);
        return;
      case 'changed':
        this.#recordChange(run, member, message.change);
        this.#update(going);
        return;
      case 'analysis':
        member.analyses.set(message.id, analysisOutput(message));
        this.#options.store.grew(run, member);
        return;
      case 'ended':
        member.ending = message.ending;
        if (message.test) member.test = message.test;
        if (message.weights && isLeader(run, member)) member.weights = message.weights;
        this.#end(going, member, 'ended');
        return;
      case 'failed':
        member.failure = { step: message.step, reason: message.reason };
        this.#options.log.warn(
          `Run ${run.id}, ${member.key} failed at step ${message.step}: ${message.reason}`,
        );
        this.#end(going, member, 'failed');
        return;
    }
  }

  #frame(going: Going, member: Member, frame: Extract<FromWorker, { type: 'frame' }>): void {
    member.curve.append(frame.rows);
    member.progress = frame.progress;
    if (frame.boundary) member.boundary = frame.boundary;
    if (frame.network) member.network = frame.network;
    this.#options.store.grew(going.run, member);
    const now = Date.now();
    if (frame.rows.length === 0 || now - going.verdictAt < VERDICT_MILLISECONDS) return;
    going.verdictAt = now;
    this.#judge(going.run);
    this.#update(going);
  }

  /** The run's own list of changes is what its leader went through: further seeds and exported files replay it. */
  #recordChange(run: Run, member: Member, change: RecordedChange): void {
    member.changes.push(change);
    const leader = run.members.find((other) => !other.over);
    const { changes } = run.experiment;
    if (member !== leader || changes.length >= MOST_CHANGES) return;
    const ordered = [...changes, change].sort((a, b) => a.step - b.step);
    run.experiment = { ...run.experiment, changes: ordered };
  }

  #end(going: Going, member: Member, status: 'ended' | 'failed'): void {
    member.status = status;
    member.curve.finish();
    going.jobs.delete(member);
    this.#startJobs(going);
    this.#judge(going.run);
    if (going.run.over) this.#over(going);
    else this.#update(going);
  }

  #over(going: Going): void {
    const { run } = going;
    this.#options.log.info(`Run ${run.id} is over: ${run.status}`);
    if (this.#going === going) this.#going = null;
    this.#update(going);
    this.#changed.fire();
    if (going.discard && this.#options.store.current !== run && !run.named) {
      // What cannot be deleted stays in the list.
      this.#options.store.remove(run.id, null).catch((error) => this.#options.log.warn(String(error)));
    }
  }

  #update(going: Going): void {
    this.#options.store.changed(going.run);
    if (this.#going === going) this.#changed.fire();
  }

  #judge(run: Run): void {
    const verdict = judgeRun(run);
    if (verdict !== undefined) run.verdict = verdict;
  }
}

/** One of the pair that streams. */
export function isLeader(run: Run, member: Member): boolean {
  return member.seed === run.experiment.seed;
}

function withNotes(info: RunInfo, notes: readonly string[]): RunInfo {
  return { ...info, notes: [...notes, ...info.notes] };
}
