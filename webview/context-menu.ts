/** Kinds of input that text is typed into. */
const TEXT: readonly string[] = ['text', 'search', 'number', 'url', 'email', 'tel', 'password'];

/** What VS Code is told about a context menu, as its `data-vscode-context` wants it. */
export interface MenuContext {
  /** Whether Cut, Copy and Paste are left out. */
  readonly preventDefaultContextMenuItems: boolean;
  readonly webviewSection?: 'chart' | 'study';
  /** The chart's id. */
  readonly chart?: string;
}

/** @param path what was clicked on, from the inside out: Cut, Copy and Paste have a meaning in text fields alone. */
export function menuContext(path: readonly EventTarget[]): MenuContext {
  const chart = path.map(chartOf).find((id) => id !== undefined);
  return {
    preventDefaultContextMenuItems: !path.some(isTextField),
    ...(chart !== undefined
      ? { webviewSection: 'chart', chart }
      : path.some(isStudy) && { webviewSection: 'study' }),
  };
}

/**
 * Tells VS Code what a context menu is opened on. It looks for `data-vscode-context` from the event's target up, and
 * cannot see into a shadow root: `host`, the outermost element, says it, a moment before VS Code looks.
 */
export function markMenus(host: HTMLElement): void {
  window.addEventListener(
    'contextmenu',
    (event) => {
      host.dataset.vscodeContext = JSON.stringify(menuContext(event.composedPath()));
    },
    { capture: true },
  );
}

const chartOf = (target: EventTarget): string | undefined =>
  'dataset' in target ? (target as HTMLElement).dataset.chart : undefined;

const isStudy = (target: EventTarget): boolean => 'localName' in target && target.localName === 'dp-study';

/** Whether text is typed into it. */
export function isTextField(target: EventTarget): boolean {
  const { localName, type, isContentEditable } = target as Partial<HTMLInputElement>;
  return (
    localName === 'textarea' ||
    isContentEditable === true ||
    (localName === 'input' && TEXT.includes(type ?? 'text'))
  );
}
