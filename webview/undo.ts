import { isTextField } from './context-menu';
import type { ViewStore } from './store';

/** The element that has the focus, inside of whatever shadow trees. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** What a press of keys asks for; undefined: neither. */
export function undoKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): 'undo' | 'redo' | undefined {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : undefined;
}

/**
 * Undo takes back what was set, not what was typed into a field long ago: the browser's own undo knows only the text,
 * and puts it into fields that nobody is in. Where a person is typing it stays the browser's; in a file's editor it is
 * VS Code's, of the file.
 */
export function watchUndo(store: ViewStore): void {
  let typing: EventTarget | undefined;
  window.addEventListener('input', (event) => {
    const [target] = event.composedPath();
    typing = target && isTextField(target) && target === focused() ? target : undefined;
  });
  for (const end of ['change', 'focusout'])
    window.addEventListener(end, () => {
      typing = undefined;
    });
  window.addEventListener(
    'keydown',
    (event) => {
      const command = undoKey(event);
      if (!command || store.document?.own || (typing && typing === focused())) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      store.command(command);
    },
    { capture: true },
  );
}
