import type { Path } from './schema-node';

/** What is wrong with an experiment and where: the message names the path, the value and what is allowed. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  /** Where it stands in the text, both from 1, when the experiment was read from text. */
  readonly line?: number;
  readonly column?: number;
}
