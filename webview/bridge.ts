import type { FromView, ToView } from '../src/protocol';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of a page. */
const api = acquireVsCodeApi();

/** Sends a message to the host. */
export function post(message: FromView): void {
  api.postMessage(message);
}

/** Calls the listener with every message of the host. */
export function listen(listener: (message: ToView) => void): void {
  window.addEventListener('message', (event: MessageEvent<ToView>) => {
    if (typeof event.data?.type === 'string') listener(event.data);
  });
}

/**
 * What the view remembers over being hidden and over a reload: how it is looked at (an axis, an open table), never
 * what is true about runs.
 */
export function readState<T extends object>(defaults: T): T {
  const state = api.getState();
  return typeof state === 'object' && state !== null ? { ...defaults, ...state } : { ...defaults };
}

/** What the host kept for this view when it made the page. */
export function readKept<T extends object>(defaults: T): T {
  const kept: unknown = JSON.parse(document.getElementById('kept')?.textContent ?? 'null');
  return typeof kept === 'object' && kept !== null ? { ...defaults, ...kept } : { ...defaults };
}

/** Changes some keys of the remembered state. */
export function writeState(patch: object): void {
  api.setState({ ...readState({}), ...patch });
}

let acknowledged = 0;
let scheduled = false;

/**
 * Says that a frame has been read, at the next animation frame: a view that cannot keep up with drawing, or is not on
 * the screen, gets fewer frames and none is lost, for the host coalesces what waits.
 */
export function acknowledge(seq: number): void {
  acknowledged = Math.max(acknowledged, seq);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    post({ type: 'ack', seq: acknowledged });
  });
}

const MOST_REPORTED = 20;
let reported = 0;

/** Puts an error into the host's log. */
export function reportError(error: unknown): void {
  reported += 1;
  if (reported > MOST_REPORTED) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  post({ type: 'error', message: text.slice(0, 10_000) });
}
