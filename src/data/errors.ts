import * as l10n from '@vscode/l10n';
import { shortened, withShortQuotes } from '../experiment/listed';

/** Characters of a path that a message shows. */
const LONGEST_PATH = 300;

/** A file of a person's own that cannot be used: the message names the file, the place and what is expected. */
export class DataError extends Error {
  constructor(
    /** As the experiment names it. */
    readonly file: string,
    what: string,
  ) {
    super(`${shortened(file, LONGEST_PATH)}: ${withShortQuotes(what)}`);
    this.name = 'DataError';
  }
}

/** There is no room in memory for what a training wants to hold. */
export class NoRoomError extends Error {
  /** @param crowded there would be if the other trainings held nothing. */
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
