import type * as v from 'valibot';
import type { Dataset } from '../dataset';
import type { Entry } from '../params';
import type { Stream } from '../random';

/** What an entry's parameters are after validation: every default filled in. */
export type ParamsOf<P extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<P, undefined>>;

/** A data set that the playground makes itself. */
export interface Generator<I extends string, P extends v.ObjectEntries> extends Entry<I, P> {
  /**
   * Draws `params.test` and `params.train` samples; the same stream gives the same bits. The test samples are drawn
   * first, so that more training samples extend the training set and leave the test set as it was.
   */
  generate(params: ParamsOf<P>, stream: Stream): Dataset;
}

/** Declares a generator; `generate` sees its parameters typed by the entry's own schema. */
export function generator<const I extends string, const P extends v.ObjectEntries>(
  entry: Generator<I, P>,
): Generator<I, P> {
  return entry;
}
