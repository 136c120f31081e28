import type { Dataset } from '../dataset';
import type { Entry } from '../params';
import type { Stream } from '../random';

/** A data set that the playground makes itself. */
export interface Generator<P = never> extends Entry {
  /** Draws `params.train` and `params.test` samples; the same stream state gives the same bits. */
  generate(params: P, stream: Stream): Dataset;
}
