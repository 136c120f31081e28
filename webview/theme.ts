import type { ThemeKind } from '../src/charts/study/scale';
import { opaque, parseColor, withAlpha } from './color';

export type { ThemeKind };

/** The theme's colours as strings that a canvas takes. Canvas does not inherit CSS variables: read again on change. */
export interface Theme {
  readonly kind: ThemeKind;
  readonly foreground: string;
  /** For text of second rank: axis labels, captions. */
  readonly muted: string;
  readonly background: string;
  /** For lines of a grid. */
  readonly grid: string;
  /** The border that high-contrast themes draw around things; transparent elsewhere. */
  readonly contrastBorder: string;
  readonly focus: string;
  /** The run with dropout, everywhere. */
  readonly dropout: string;
  /** Its twin without. Blue and orange stay apart for colour-blind people; line dash is the second cue. */
  readonly baseline: string;
  /** Earlier runs that the one on the screen is compared with, one after the other; dashes are the second cue. */
  readonly compared: string;
  readonly compared2: string;
  readonly compared3: string;
  readonly compared4: string;
  readonly compared5: string;
  readonly good: string;
  readonly warning: string;
  readonly error: string;
  readonly fontFamily: string;
  /** In CSS pixels. */
  readonly fontSize: number;
}

function kindOf(classes: DOMTokenList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrast';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** Reads the theme that the page has now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (name: string, otherwise: string): string => {
    const value = style.getPropertyValue(name).trim();
    return parseColor(value) ? value : otherwise;
  };
  const kind = kindOf(document.body.classList);
  const dark = kind === 'dark' || kind === 'highContrast';
  const highContrast = kind === 'highContrast' || kind === 'highContrastLight';
  const foreground = read('--vscode-foreground', dark ? '#cccccc' : '#3b3b3b');
  return {
    kind,
    foreground,
    muted: read('--vscode-descriptionForeground', foreground),
    background: read('--vscode-editor-background', dark ? '#1f1f1f' : '#ffffff'),
    // Guides are as bright as text in high contrast: behind curves they would be noise.
    grid: highContrast
      ? withAlpha(foreground, 0.3)
      : read('--vscode-editorIndentGuide-background1', dark ? '#404040' : '#d3d3d3'),
    contrastBorder: read('--vscode-contrastBorder', 'rgba(0, 0, 0, 0)'),
    focus: read('--vscode-focusBorder', '#0078d4'),
    dropout: opaque(read('--vscode-charts-blue', dark ? '#3794ff' : '#1a85ff')),
    // Where a theme does not set it, this is the minimap's find match: orange, but two thirds transparent.
    baseline: opaque(read('--vscode-charts-orange', dark ? '#d18616' : '#b85c00')),
    compared: opaque(read('--vscode-charts-purple', dark ? '#b180d7' : '#652d90')),
    compared2: opaque(read('--vscode-charts-green', dark ? '#89d185' : '#388a34')),
    compared3: opaque(read('--vscode-terminal-ansiMagenta', dark ? '#e05ec4' : '#b5179e')),
    compared4: opaque(read('--vscode-terminal-ansiCyan', dark ? '#29b8db' : '#0598bc')),
    compared5: opaque(read('--vscode-charts-yellow', dark ? '#cca700' : '#8a6d00')),
    good: read('--vscode-charts-green', '#89d185'),
    warning: read('--vscode-charts-yellow', '#cca700'),
    error: read('--vscode-errorForeground', '#f14c4c'),
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) || 13,
  };
}

let current: Theme | undefined;
const listeners = new Set<(theme: Theme) => void>();

/** The theme, read once and again after each change. */
export function theme(): Theme {
  current ??= readTheme();
  return current;
}

/** Calls the listener when the person changes the theme. @returns a function that ends it. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  if (listeners.size === 0) watch();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let watching = false;

/** VS Code sets the kind as a class of `<body>` and the colours as a style of `<html>`. */
function watch(): void {
  if (watching) return;
  watching = true;
  const observer = new MutationObserver(() => {
    current = readTheme();
    for (const listener of listeners) listener(current);
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
