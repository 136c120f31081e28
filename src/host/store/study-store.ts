import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isSweep, type SweepId } from '../../experiment/sweeps';
import { reasonOf } from '../../files/reasons';
import type { StudyRecord } from '../../study/journal/study-record';
import { openRecord, recordedPlan } from '../../study/recorded-study';
import { bestOf } from '../../study/study';
import { totalOf } from '../../study/study-state';
import { sharedWords } from '../../study/study-words';
import { DisposableObject } from '../disposable';
import type { Study, StudyKeeper } from '../study-runner';
import { forEachAtOnce } from './at-once';
import { Emitter } from './emitter';
import { FolderWatch } from './folder-watch';
import { marksLine, readMarks } from './marks';
import { Owners } from './owners';
import { readStudy } from './read-study';
import { newBatch, RunBin } from './run-bin';

/** A study's journal, who runs it, the name that a person gave it, and what its line in a list says. */
const JOURNAL = '.log';
const OWNER = '.owner';
const NAME = '.name.json';
const SUMMARY = '.summary.json';
const AT_ONCE = 8;

const summarySchema = v.object({
  /** Bytes of the journal that it is of. */
  size: v.number(),
  name: v.string(),
  status: v.picklist(['running', 'paused', 'completed', 'stopped', 'failed']),
  count: v.number(),
  total: v.number(),
  best: v.nullable(v.number()),
  of: v.string(),
  /** The sweep of the lesson that it is; null: a person's own study. */
  sweep: v.nullable(v.custom<SweepId>(isSweep)),
});

/** A line of the list of studies. */
export interface StudySummary extends Omit<v.InferOutput<typeof summarySchema>, 'status' | 'size'> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly status: Study['status'];
}

/** Beside the runs of the same workspace. */
export const studiesFolderOf = (runsFolder: string): string => join(dirname(runsFolder), 'studies');

/**
 * The studies of a workspace, each an Optuna journal, in a folder that all windows of the workspace share. A journal is
 * appended to under Optuna's lock, so that none can lose what another writes; one window at a time runs a study.
 */
export class StudyStore extends DisposableObject implements StudyKeeper {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #owners: Owners;
  readonly #watch: FolderWatch;
  readonly #bin: RunBin;
  /** What was read of journals, by id: looked at again when their size changes. */
  readonly #read = new Map<string, { size: number; summary: StudySummary }>();
  /** Those that this window runs, by id. */
  readonly #taken = new Map<string, Study>();
  #summaries: readonly StudySummary[] = [];
  #looking: Promise<void> | undefined;
  #canUndoDelete = false;

  readonly path: string;
  readonly #log: (message: string) => void;

  /** @param beatMilliseconds how often this window marks its studies as still running, for other windows */
  constructor(path: string, log: (message: string) => void, beatMilliseconds?: number) {
    super();
    this.path = path;
    this.#log = log;
    this.#owners = this.register(new Owners(beatMilliseconds));
    this.#bin = new RunBin(path, [JOURNAL, NAME, SUMMARY]);
    const isBusy = () => this.#summaries.some(({ status }) => status === 'elsewhere');
    const isOwn = (name: string) =>
      !/\.(?:log|name\.json|owner)$/.test(name) || this.#taken.has(name.slice(0, name.indexOf('.')));
    this.#watch = this.register(new FolderWatch(path, isOwn, isBusy, () => void this.refresh()));
  }

  /** Newest first. */
  get summaries(): readonly StudySummary[] {
    return this.#summaries;
  }

  /** Whether there is a deletion to undo. */
  get canUndoDelete(): boolean {
    return this.#canUndoDelete;
  }

  /** Looks for studies, now and whenever another window may have changed something. */
  async open(): Promise<void> {
    await this.#watch.begin();
    await this.refresh();
  }

  /** The journal of a study. */
  fileOf(id: string): string {
    return this.#path(id, JOURNAL);
  }

  /** Rejects, with words for a person, where the journal is missing or none of this program's. */
  async load(id: string): Promise<Study> {
    const study = await readStudy(this.fileOf(id));
    const name = (await this.#nameOf(id)) ?? study.name;
    const isElsewhere = await this.#owners.isElsewhere(this.#path(id, OWNER));
    return {
      ...study,
      ...{ id, name, startedAt: startOf(id), journal: this.fileOf(id) },
      ...(isElsewhere && { status: 'elsewhere', reason: undefined }),
    };
  }

  async take(study: Study, onProblem: (error: unknown) => void): Promise<StudyRecord> {
    await mkdir(this.path, { recursive: true });
    const owner = this.#path(study.id, OWNER);
    if (this.#taken.has(study.id) || (await this.#owners.isElsewhere(owner)))
      throw new Error(l10n.t('Another window runs this study.'));
    await this.#owners.claim(owner);
    this.#taken.set(study.id, study);
    try {
      const { recorded, experiment, search, folder } = study;
      const plan = recordedPlan(recorded, experiment, search);
      const record = await openRecord(this.fileOf(study.id), plan, onProblem);
      record.note('folder', folder);
      if (study.sweep) record.note('sweep', study.sweep);
      record.note('status', 'running');
      study.journal = this.fileOf(study.id);
      this.#list(study);
      return record;
    } catch (error) {
      this.#taken.delete(study.id);
      await this.#owners.release(owner);
      throw error;
    }
  }

  async release(study: Study): Promise<void> {
    this.#list(study);
    await this.#write(study).catch((error) => this.#log(`Study ${study.id}: ${reasonOf(error)}`));
    this.#taken.delete(study.id);
    await this.#owners.release(this.#path(study.id, OWNER)).catch(() => {});
  }

  /** Keeps the name that a person gave; its journal keeps its own. */
  async rename(id: string, name: string): Promise<void> {
    await appendFile(this.#path(id, NAME), marksLine({ name }));
    await this.refresh();
  }

  /**
   * Sets a study aside, from where {@link undoDelete} brings it back for a day. Rejects, with words for a person, where
   * another window runs it or its journal cannot be moved: it is then still in the list.
   * @param batch of all that is deleted at the same time
   */
  async remove(id: string, batch = newBatch()): Promise<void> {
    await this.checkRemovable(id);
    try {
      await this.#bin.put(id, batch);
    } catch (error) {
      throw new Error(
        l10n.t('The study “{0}” cannot be deleted: {1}.', this.#shownName(id), reasonOf(error)),
      );
    }
    await rm(this.#path(id, OWNER), { force: true }).catch(() => {});
    this.#read.delete(id);
    await this.refresh();
  }

  /** Rejects, with words for a person, where another window runs it. */
  async checkRemovable(id: string): Promise<void> {
    if (await this.#owners.isElsewhere(this.#path(id, OWNER)))
      throw new Error(
        l10n.t('The study “{0}” is running in another window: stop it there first.', this.#shownName(id)),
      );
  }

  #shownName(id: string): string {
    return this.#summaries.find((one) => one.id === id)?.name ?? id;
  }

  /** Brings back what was deleted last, in this window or another; returns it, newest first. */
  async undoDelete(): Promise<readonly StudySummary[]> {
    const ids = new Set(await this.#bin.restore());
    await this.refresh();
    return this.#summaries.filter(({ id }) => ids.has(id));
  }

  /** Looks at the folder; looks that are asked for meanwhile wait for the next one. */
  refresh(): Promise<void> {
    const next = (this.#looking ?? Promise.resolve()).then(() => this.#look());
    this.#looking = next.catch((error) => this.#log(`Studies cannot be looked for: ${reasonOf(error)}`));
    return this.#looking;
  }

  /** Lets go of all studies: the window closes. */
  async close(): Promise<void> {
    await this.#owners.releaseAll();
  }

  async #look(): Promise<void> {
    const names = await readdir(this.path).catch((error) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const found: StudySummary[] = [];
    const ids = names.filter((name) => name.endsWith(JOURNAL)).map((name) => name.slice(0, -JOURNAL.length));
    await forEachAtOnce(ids, AT_ONCE, async (id) => {
      try {
        found.push(await this.#summaryOf(id));
      } catch (error) {
        this.#log(`Study ${this.fileOf(id)}: ${reasonOf(error)}`);
      }
    });
    this.#canUndoDelete = await this.#bin.sweep(names);
    this.#summaries = found.sort((one, other) => other.startedAt - one.startedAt);
    this.#changed.fire();
  }

  async #summaryOf(id: string): Promise<StudySummary> {
    const taken = this.#taken.get(id);
    if (taken) return summaryOf(taken);
    const { size } = await stat(this.fileOf(id));
    const isElsewhere = await this.#owners.isElsewhere(this.#path(id, OWNER));
    const name = await this.#nameOf(id);
    const known = this.#read.get(id);
    // While another window runs it, its journal grows all the time: how far it is, is read when it is opened.
    const isKnown = known !== undefined && (known.size === size || isElsewhere);
    const summary = isKnown ? known.summary : await this.#readSummary(id, size);
    this.#read.set(id, { size: isKnown ? known.size : size, summary });
    return {
      ...summary,
      ...(name !== undefined && { name }),
      ...(isElsewhere && { status: 'elsewhere' }),
    };
  }

  /** From beside the journal; where that is of an earlier state of it, from the journal itself. */
  async #readSummary(id: string, size: number): Promise<StudySummary> {
    const text = await readFile(this.#path(id, SUMMARY), 'utf8').catch(() => '');
    const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), summarySchema), text);
    if (kept.success && kept.output.size === size) {
      const { size: _size, ...rest } = kept.output;
      return { ...rest, id, startedAt: startOf(id) };
    }
    return summaryOf({ ...(await readStudy(this.fileOf(id))), id, startedAt: startOf(id) });
  }

  async #write(study: Study): Promise<void> {
    const { size } = await stat(this.fileOf(study.id));
    const { id: _id, startedAt: _startedAt, ...rest } = summaryOf(study);
    await this.#replace(
      this.#path(study.id, SUMMARY),
      JSON.stringify({ ...rest, name: study.recorded, size }),
    );
  }

  /** Shows how far a study of this window is. */
  #list(study: Study): void {
    const summary = summaryOf(study);
    this.#summaries = [summary, ...this.#summaries.filter(({ id }) => id !== study.id)].sort(
      (one, other) => other.startedAt - one.startedAt,
    );
    this.#changed.fire();
  }

  async #nameOf(id: string): Promise<string | undefined> {
    const text = await readFile(this.#path(id, NAME), 'utf8').catch(() => '');
    return readMarks(text, (why) => this.#log(`The name of study ${id} cannot be read: ${String(why)}`)).name;
  }

  #path(id: string, kind: string): string {
    return join(this.path, id + kind);
  }

  async #replace(file: string, text: string): Promise<void> {
    const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, text, { flag: 'wx' });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  }
}

function summaryOf(study: Study): StudySummary {
  const { id, name, startedAt, status, sweep = null, trials, experiment, search } = study;
  const best = bestOf([...trials.values()])?.value;
  return {
    ...{ id, name, startedAt, status, count: trials.size, total: totalOf(search, trials) },
    best: best !== undefined && Number.isFinite(best) ? best : null,
    ...{ of: sharedWords(experiment, search.spec), sweep },
  };
}

/** When a study was started is the first part of its id. */
function startOf(id: string): number {
  const at = Number.parseInt(id.split('-')[0]!, 36);
  return Number.isSafeInteger(at) ? at : 0;
}
