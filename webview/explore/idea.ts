import type { TemplateResult } from 'lit';
import type { AnalysisId } from '../../src/core/analysis/ids';
import type { ViewStore } from '../store';

/** One idea of the lesson: what it says, and a view that shows it on the run on the screen. */
export interface Idea {
  /** Kept in the view's state; never renamed. */
  readonly id: string;
  title(): string;
  /** Two or three sentences: what to look at, and what it means. */
  text(): string;
  /** Where the claim comes from. */
  readonly source: { readonly label: string; readonly url: string };
  /** What has to be computed from the networks while the idea is on the screen. */
  readonly analyses?: readonly AnalysisId[];
  /** Shows the thinned net of the current step. */
  readonly network?: true;
  /** Trains the set-up over and over with one thing changed. */
  readonly sweep?: string;
  /** An experiment on which the idea shows well. */
  readonly scenario?: string;
  /** What it shows now. Returns undefined while there is nothing to show. */
  view(store: ViewStore): TemplateResult | undefined;
}

export const SRIVASTAVA = 'https://jmlr.org/papers/v15/srivastava14a.html';
