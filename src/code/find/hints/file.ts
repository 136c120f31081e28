import type { CodeHint, Finding, Model } from '../../finding';
import type { Expression } from '../../syntax/tree';
import type { Context } from '../context';
import { hintsOfEvaluation } from './evaluation';
import { hintsOfLastDropout } from './last-dropout';
import { hintsOfModes, hintsOfTapes } from './mode';

/** Says which models of a file an object comes from: `net` of `net(x)`. */
export interface ModelsOf {
  of(object: Expression): readonly Model[];
}

/** What is probably a mistake in a file as a whole. */
export function hintsOfFile(
  context: Context,
  findings: readonly Finding[],
  models: readonly Model[],
  owners: ModelsOf,
): CodeHint[] {
  return [
    ...hintsOfLastDropout(context, models, findings, owners),
    ...hintsOfEvaluation(context, findings),
    ...hintsOfModes(context),
    ...hintsOfTapes(context, findings, owners),
  ];
}
