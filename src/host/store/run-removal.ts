import * as l10n from '@vscode/l10n';
import { reasonOf } from '../../files/reasons';
import type { RunSummary } from '../../protocol';
import type { RunFolder } from './run-folder';
import type { RunKeeper } from './run-keeper';

/** Runs that make room for a new one: where many have been found again, a single run does not delete them all. */
const MOST_TRIMMED = 2;

/** What deleting a run needs of the store. */
export interface RemovalContext {
  readonly folder: RunFolder;
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
  const { folder, keeper, log } = context;
  if (await folder.isElsewhere(id))
    throw new Error(l10n.t('The run “{0}” is running in another window: stop it there first.', name));
  await keeper.hold(id);
  try {
    await context.turn(() => folder.remove(id));
  } catch (error) {
    keeper.resume(id);
    log(`Run ${id} cannot be deleted: ${String(error)}`);
    throw new Error(l10n.t('The run “{0}” cannot be deleted: {1}.', name, reasonOf(error)));
  }
  await context.drop(id);
  keeper.release(id);
}

/**
 * Runs to delete, a few at a time: the oldest of those beyond the `most` that are kept, oldest last. What a person gave a name, or compares with (`pinned`), is theirs to
 * delete; what goes on, nobody's.
 */
export function tooMany(
  summaries: readonly RunSummary[],
  most: number,
  pinned: string | undefined,
  goesOn: (id: string) => boolean,
): RunSummary[] {
  const loose = summaries.filter(({ id, named }) => named !== true && id !== pinned);
  const old = loose.slice(Math.max(1, most));
  return old.filter(({ id, status }) => !goesOn(id) && status !== 'elsewhere').slice(-MOST_TRIMMED);
}
