import * as l10n from '@vscode/l10n';
import { shortened, withShortQuotes } from '../experiment/listed';

/** Longest path shown in a message, in characters. */
const LONGEST_PATH = 300;

/** A user's data file cannot be used. The message names the file, the position and what is expected. */
export class DataError extends Error {
  constructor(
    /** The file as the experiment names it. */
    readonly file: string,
    what: string,
  ) {
    super(`${shortened(file, LONGEST_PATH)}: ${withShortQuotes(what)}`);
    this.name = 'DataError';
  }
}

/** A training needs more memory than is available. */
export class NoRoomError extends Error {
  /** @param crowded whether it would fit if the other trainings held no memory. */
  constructor(
    needed: number,
    most: number,
    readonly crowded: boolean,
  ) {
    super(
      l10n.t(
        'This training needs {0} MB of memory, and there are {1} MB for it: use fewer or narrower layers (network.hidden), a smaller batch (training.batchSize), or less data.',
        needed,
        most,
      ),
    );
  }
}
