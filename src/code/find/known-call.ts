import type { Confidence } from '../finding';
import type { Spelling } from '../frameworks/types';
import type { Call, Expression } from '../syntax/tree';
import type { Arguments } from './arguments';

/** A call that the tables know. */
export interface KnownCall {
  /** What has the arguments. */
  readonly call: Call;
  readonly callee: Expression;
  readonly args: Arguments;
  readonly spelling: Spelling;
  /** The qualified name, or the bare name of a method. */
  readonly name: string;
  readonly confidence: Confidence;
  /** More arguments may be given elsewhere: `partial(nn.Dropout, inplace=True)`. */
  readonly partial: boolean;
}
