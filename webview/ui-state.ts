import type { PanelUi } from '../src/protocol';
import { post, readKept, readState, writeState } from './bridge';

const defaults: PanelUi = { tables: [], hiddenLines: [], testPoints: false, at: 0 };

/**
 * VS Code keeps a page's state while it is hidden, and loses its last minute when the window is reloaded; the host keeps
 * it from then on, and when the panel was closed. The page that comes back has an old copy of one of them.
 */
function newest(): PanelUi {
  const [kept, own] = [readKept(defaults), readState(defaults)];
  return kept.at > own.at ? kept : own;
}

let current: PanelUi | undefined;

/** How the panel is looked at. */
export const uiState = (): PanelUi => {
  current ??= newest();
  return current;
};

/** Changes it, from now on and for the next time. */
export function setUiState(patch: Partial<PanelUi>): void {
  current = { ...uiState(), ...patch, at: Date.now() };
  writeState(current);
  post({ type: 'remember', ui: current });
}

/** The list with `item` in it, or without it if it was there. */
export const toggled = (list: readonly string[], item: string): string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
