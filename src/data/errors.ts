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
