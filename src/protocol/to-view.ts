import type { Experiment } from '../experiment/schema';
import type { AnalysisOutput, Boundary, Frame, NetworkFrame } from './frame';
import type {
  ChartAppearance,
  ChartFormat,
  CodeState,
  ComparedRun,
  DocumentState,
  Preferences,
  RunState,
  RunSummary,
  Series,
  SetupGap,
  SweepState,
} from './state';

/** From the host to a view. */
export type ToView =
  /** All there is: sent when a view says `ready` or comes back to the screen. */
  | {
      readonly type: 'snapshot';
      readonly experiment: Experiment;
      readonly preferences: Preferences;
      readonly runs: readonly RunSummary[];
      /** The run on the screen; null before the first. */
      readonly run: RunState | null;
      readonly series: readonly Series[];
      /** The latest of each member that has one. */
      readonly boundaries: Readonly<Record<string, Boundary>>;
      readonly network: NetworkFrame | null;
      readonly analyses?: readonly ({ readonly member: string } & AnalysisOutput)[];
      readonly sweep?: SweepState | null;
      readonly code?: CodeState | null;
      /** The file that the set-up belongs to (in a file's own editor: that file); null: none. */
      readonly document?: DocumentState | null;
      readonly compared?: ComparedRun | null;
      /** Null: the controls show the run on the screen. */
      readonly gap?: SetupGap | null;
    }
  | { readonly type: 'experiment'; readonly experiment: Experiment }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  | { readonly type: 'runs'; readonly runs: readonly RunSummary[] }
  | { readonly type: 'run'; readonly run: RunState }
  /** `first` is the index of the first row: a view that lacks rows before it asks for a snapshot. */
  | ({
      readonly type: 'frame';
      readonly seq: number;
      readonly run: string;
      readonly member: string;
      readonly first: number;
    } & Frame)
  | ({ readonly type: 'analysis'; readonly run: string; readonly member: string } & AnalysisOutput)
  | { readonly type: 'sweep'; readonly sweep: SweepState | null }
  | { readonly type: 'code'; readonly code: CodeState | null }
  | { readonly type: 'document'; readonly document: DocumentState | null }
  | { readonly type: 'gap'; readonly gap: SetupGap | null }
  | { readonly type: 'compared'; readonly compared: ComparedRun | null }
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
