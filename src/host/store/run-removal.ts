import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../files/reasons';
import type { RunSummary } from '../../protocol';
import type { RunFolder } from './run-folder';
import type { RunKeeper } from './run-keeper';

/** How much is kept. */
export interface Quota {
  readonly runs: number;
  readonly bytes: number;
}

/** What is left of a quota where runs are deleted for it: a person is not asked at every run. */
const ROOM = 0.9;

/** What deleting a run needs of the store. */
export interface RemovalContext {
  readonly folder: RunFolder;
  /** Of all that is deleted at the same time; null: for good. */
  readonly batch: string | null;
  readonly keeper: RunKeeper;
  readonly log: (message: string) => void;
  /** Lets one thing after the other be done with the folder. */
  turn<T>(act: () => Promise<T>): Promise<T>;
  /** The run is on the disk no more. */
  drop(id: string): Promise<void>;
}

/**
 * Deletes a run. Rejects, with words for a person, where another window trains it or its file cannot be deleted: it is
 * then still in the list. @param name what it is called
 */
export async function removeRun(id: string, name: string, context: RemovalContext): Promise<void> {
  const { folder, keeper, log, batch } = context;
  if (await folder.isElsewhere(id))
    throw new Error(l10n.t('The run “{0}” is running in another window: stop it there first.', name));
  await keeper.hold(id);
  try {
    await context.turn(() => folder.remove(id, batch));
  } catch (error) {
    keeper.resume(id);
    log(`Run ${id} cannot be deleted: ${String(error)}`);
    throw new Error(l10n.t('The run “{0}” cannot be deleted: {1}.', name, reasonOf(error)));
  }
  await context.drop(id);
  keeper.release(id);
}

/**
 * The runs beyond what is kept: the oldest first; none while all fits. What a person has named, noted, tagged, pinned or
 * compares with is theirs to delete and does not count; what goes on is nobody's.
 */
export function beyond(
  summaries: readonly RunSummary[],
  quota: Quota,
  bytesOf: (id: string) => number,
  isHeld: (id: string) => boolean,
): RunSummary[] {
  const loose = summaries.filter((run) => !isTheirs(run));
  const fits = (count: number, bytes: number, share = 1) =>
    count <= Math.max(1, Math.floor(quota.runs * share)) && bytes <= quota.bytes * share;
  const total = loose.reduce((sum, { id }) => sum + bytesOf(id), 0);
  if (fits(loose.length, total)) return [];
  let bytes = 0;
  const kept = loose.findIndex(({ id }, i) => {
    bytes += bytesOf(id);
    return i > 0 && !fits(i + 1, bytes, ROOM);
  });
  const old = kept < 0 ? [] : loose.slice(kept);
  return old.filter(({ id }) => !isHeld(id)).reverse();
}

/** Whether a person has set anything of a run. */
const isTheirs = ({ named, note, tags, pinned }: RunSummary): boolean =>
  named === true || note !== undefined || tags !== undefined || pinned === true;
