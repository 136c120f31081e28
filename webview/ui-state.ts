import { readState, writeState } from './bridge';

/** How the panel is looked at: kept over hiding and reloading. */
export interface PanelUiState {
  /** Charts that are shown as a table, by id. */
  readonly tables: readonly string[];
  /** Lines that are hidden, by id. */
  readonly hiddenLines: readonly string[];
  /** Whether the decision boundary shows the test points. */
  readonly testPoints: boolean;
  /** The idea of the lesson that is open; empty: none. */
  readonly idea?: string;
  /** The person's choice for this panel; undefined: the setting. */
  readonly lossAxis?: 'linear' | 'logarithmic';
}

const defaults: PanelUiState = { tables: [], hiddenLines: [], testPoints: false };

export const uiState = (): PanelUiState => readState(defaults);

export const setUiState = (patch: Partial<PanelUiState>): void => writeState(patch);

/** The list with `item` in it, or without it if it was there. */
export const toggled = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
