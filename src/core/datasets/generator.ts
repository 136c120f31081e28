import type * as v from 'valibot';
import type { Dataset } from '../dataset';
import type { Entry } from '../params';
import type { Stream } from '../random';

/** Type of an entry's parameters after validation, with defaults filled in. */
export type ParamsOf<P extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<P, undefined>>;

/** A registry entry for a generated data set. */
export interface Generator<I extends string, P extends v.ObjectEntries> extends Entry<I, P> {
  /**
   * Draws `params.test` and `params.train` samples; the same stream gives the same bits. The test samples are drawn
   * first, so that more training samples extend the training set and leave the test set as it was.
   */
  generate(params: ParamsOf<P>, stream: Stream): Dataset;
}

/** Declares a generator; infers the parameter type of `generate` from the schema. */
export function generator<const I extends string, const P extends v.ObjectEntries>(
  entry: Generator<I, P>,
): Generator<I, P> {
  return entry;
}
