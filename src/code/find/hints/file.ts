import type { CodeHint, Finding, Model } from '../../finding';
import type { Context } from '../context';
import { Owners } from '../owners';
import { hintsOfEvaluation } from './evaluation';
import { hintsOfLastDropout } from './last-dropout';
import { hintsOfModes, hintsOfTapes } from './mode';

/** What is probably a mistake in a file as a whole. */
export function hintsOfFile(
  context: Context,
  findings: readonly Finding[],
  models: readonly Model[],
): CodeHint[] {
  const owners = new Owners(context, models);
  return [
    ...hintsOfLastDropout(context, models, findings, owners),
    ...hintsOfEvaluation(context, findings),
    ...hintsOfModes(context),
    ...hintsOfTapes(context, findings, owners),
  ];
}
