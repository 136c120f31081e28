import type { Listener } from './progress';
import type { Trained } from './trained';

/** Reports the events of a run, in order. */
export interface Reporter extends Listener {
  finished(trained: Trained): void;
}
