import { parseColor, type Rgba } from '../color';
import type { Theme } from '../theme';

/**
 * Colours of up to ten classes: blue and orange first, which stay apart for colour-blind people; then theme colours in
 * an order that keeps neighbours apart. A data set with more classes starts again.
 */
const NAMES = [
  ['--vscode-charts-green', '#89d185'],
  ['--vscode-charts-purple', '#b180d7'],
  ['--vscode-charts-yellow', '#cca700'],
  ['--vscode-terminal-ansiCyan', '#11a8cd'],
  ['--vscode-charts-red', '#f14c4c'],
  ['--vscode-terminal-ansiBrightBlue', '#3b8eea'],
  ['--vscode-terminal-ansiBrightMagenta', '#d670d6'],
  ['--vscode-descriptionForeground', '#999999'],
] as const;

/** As canvas takes them. */
export function classColors(theme: Theme): string[] {
  const style = getComputedStyle(document.body);
  const others = NAMES.map(([name, otherwise]) => {
    const value = style.getPropertyValue(name).trim();
    return parseColor(value) ? value : otherwise;
  });
  return [theme.dropout, theme.baseline, ...others];
}

/** The colour's numbers; opaque black for what cannot be read. */
export const rgba = (color: string): Rgba => parseColor(color) ?? [0, 0, 0, 1];
