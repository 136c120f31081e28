import { acknowledge, listen, post, reportError } from './bridge';
import { watchDrags } from './drag';
import { ViewStore } from './store';
import { watchUndo } from './undo';

/** Makes the page's store, connects it with the host and asks for the first snapshot. Called once, by a view's entry. */
export function connect(): ViewStore {
  window.addEventListener('error', ({ error, message }) => {
    // That a resize is looked at a frame later is said as an error, and is none.
    if (!message.startsWith('ResizeObserver loop')) reportError(error ?? message);
  });
  window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
  const store = new ViewStore({
    post,
    acknowledge,
    now: () => performance.now(),
    later: (callback, milliseconds) => setTimeout(callback, milliseconds),
  });
  listen((message) => {
    try {
      store.receive(message);
    } catch (error) {
      reportError(error);
    }
  });
  watchDrags((active) => post({ type: 'drag', active }));
  watchUndo(store);
  setInterval(() => store.checkConnection(), 1_000);
  store.retry();
  return store;
}
