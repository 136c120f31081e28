/** A file of a person's own that cannot be used: the message names the file, the place and what is expected. */
export class DataError extends Error {
  constructor(
    /** As the experiment names it. */
    readonly file: string,
    what: string,
  ) {
    super(`${file}: ${what}`);
    this.name = 'DataError';
  }
}
