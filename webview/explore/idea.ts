import type { TemplateResult } from 'lit';
import type { SweepOptions } from '../../src/charts/study/sweep-plot';
import type { AnalysisId } from '../../src/core/analysis/ids';
import type { SweepId } from '../../src/experiment/sweeps';
import type { ViewStore } from '../store';
import type { Source } from './sources';

/** A sentence or two of an idea, and who says so. Without a source: what the view itself measures, or how to use it. */
export interface Claim {
  readonly text: string;
  readonly source?: Source;
}

/** One idea of the lesson: what it says, and a view that shows it on the run on the screen. */
export interface Idea {
  /** Kept in the view's state; never renamed. */
  readonly id: string;
  title(): string;
  /** Read one after the other: what to look at, and what it means. */
  claims(): readonly Claim[];
  /** What has to be computed from the networks while the idea is on the screen. */
  readonly analyses?: readonly AnalysisId[];
  /** Its analyses say something of a run that diverged, too. */
  readonly showsDiverged?: true;
  /** Shows the thinned net of the current step. */
  readonly network?: true;
  /** Train the set-up over and over with one thing changed. */
  readonly sweeps?: readonly SweepId[];
  /** Some published figure shows it. */
  readonly hasFigure?: true;
  /** How it shows them. */
  readonly sweepOptions?: SweepOptions;
  /** An experiment on which the idea shows well. */
  readonly scenario?: string;
  /** What it shows now, beside its sweep. Returns undefined while there is nothing to show. */
  view?(store: ViewStore): TemplateResult | undefined;
  /** A part of the view is still to come, though another is there. */
  waits?(store: ViewStore): boolean;
}
