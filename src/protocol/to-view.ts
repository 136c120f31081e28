import type { AnalysisOutput, Boundary, Frame, NetworkFrame } from './frame';
import type { Series } from './run-state';
import type { ChartAppearance, ChartFormat, ViewState } from './state';

/** From the host to a view. */
export type ToView =
  /** All there is: sent when a view says `ready` or comes back to the screen. */
  | ({
      readonly type: 'snapshot';
      readonly series: readonly Series[];
      /** The latest of each member that has one. */
      readonly boundaries: Readonly<Record<string, Boundary>>;
      readonly network: NetworkFrame | null;
      readonly analyses?: readonly ({ readonly member: string } & AnalysisOutput)[];
    } & ViewState)
  /** The slices that have changed. */
  | { readonly type: 'state'; readonly state: Partial<ViewState> }
  /** `first` is the index of the first row: a view that lacks rows before it asks for a snapshot. */
  | ({
      readonly type: 'frame';
      readonly seq: number;
      readonly run: string;
      readonly member: string;
      readonly first: number;
    } & Frame)
  | ({ readonly type: 'analysis'; readonly run: string; readonly member: string } & AnalysisOutput)
  /** Asks for a chart of the run on the screen as a file; answered by `chartDrawn`. */
  | {
      readonly type: 'drawChart';
      readonly request: number;
      readonly chart: string;
      readonly format: ChartFormat;
      readonly appearance: ChartAppearance;
    }
  /** Opens an idea of the lesson; answered by `remember`. */
  | { readonly type: 'idea'; readonly id: string }
  /** An edit that was refused: what is wrong, where, and what is allowed. */
  | { readonly type: 'refused'; readonly path: readonly (string | number)[]; readonly message: string }
  /** Sent every second: a view that misses three says that the host is gone. */
  | { readonly type: 'heartbeat' };
