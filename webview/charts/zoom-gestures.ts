import type { Extent } from '../../src/charts/chart-spec';
import { between, moved, scaled } from './zoom';

/** What gestures on a plot act on. */
export interface ZoomTarget {
  /** Where on the axis, in epochs of a chart, a place on the screen is; undefined: nothing is drawn yet. */
  placeAt(clientX: number): number | undefined;
  /** The whole axis, what is shown of it, and how little may be. */
  extents(): { readonly whole: Extent; readonly now: Extent; readonly least?: number };
  zoom(extent: Extent | null): void;
  /** What is being selected, between two places on the screen; null: nothing any more. */
  select(range: { readonly from: number; readonly to: number } | null): void;
}

/** Pixels that a pointer has to go before it drags rather than clicks. */
const DRAG = 5;
/** Of the keyboard and of one notch of a wheel. */
const STEP = 1.5;
/** A notch of a wheel is a hundred and more, a pinch on a trackpad a few. */
const MOST_DELTA = 40;

/**
 * Mouse and pen select a range by dragging; two fingers zoom and, where something is zoomed, move; the wheel zooms with
 * Ctrl or by a pinch on a trackpad, and moves sideways.
 */
export class ZoomGestures {
  #start: number | undefined;
  #isSelecting = false;
  /** Fingers, by pointer, where they are. */
  readonly #fingers = new Map<number, number>();

  readonly #target: ZoomTarget;

  constructor(target: ZoomTarget) {
    this.#target = target;
  }

  /** Whether a range is being selected. */
  get isSelecting(): boolean {
    return this.#isSelecting;
  }

  readonly down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') this.#fingers.set(event.pointerId, event.clientX);
    else if (event.button === 0) {
      this.#start = event.clientX;
      (event.currentTarget as Element).setPointerCapture?.(event.pointerId);
    }
  };

  readonly move = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') this.#moveFinger(event);
    else if (this.#start !== undefined) {
      this.#isSelecting ||= Math.abs(event.clientX - this.#start) >= DRAG;
      if (this.#isSelecting) this.#target.select({ from: this.#start, to: event.clientX });
    }
  };

  readonly up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    const start = this.#start;
    const wasSelecting = this.#isSelecting;
    this.cancel();
    if (!wasSelecting || start === undefined) return;
    const [one, other] = [this.#target.placeAt(start), this.#target.placeAt(event.clientX)];
    if (one === undefined || other === undefined) return;
    const { whole, now, least } = this.#target.extents();
    const inside = (place: number) => Math.min(now.to, Math.max(now.from, place));
    this.#target.zoom(between(inside(one), inside(other), whole, least));
  };

  /** Gives up what is being selected. */
  readonly cancel = (): void => {
    this.#start = undefined;
    if (this.#isSelecting) this.#target.select(null);
    this.#isSelecting = false;
  };

  readonly lost = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    this.cancel();
  };

  readonly reset = (): void => this.#target.zoom(null);

  readonly wheel = (event: WheelEvent): void => {
    const { whole, now, least } = this.#target.extents();
    const isZoomed = now.from > whole.from || now.to < whole.to;
    if (event.ctrlKey || event.metaKey) {
      const delta = Math.min(MOST_DELTA, Math.max(-MOST_DELTA, event.deltaY));
      const at = this.#target.placeAt(event.clientX);
      event.preventDefault();
      if (at !== undefined) this.#target.zoom(scaled(now, whole, at, STEP ** (delta / MOST_DELTA), least));
      return;
    }
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (!isZoomed || Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    this.#target.zoom(moved(now, whole, sideways * this.#perPixel(event.clientX)));
  };

  /** Whether the key was one that zooms or moves. `at`: what keeps its place on the screen. */
  key({ key, shiftKey }: KeyboardEvent, at: number): boolean {
    const { whole, now, least } = this.#target.extents();
    const quarter = (now.to - now.from) / 4;
    if (key === '+' || key === '=') this.#target.zoom(scaled(now, whole, at, 1 / STEP, least));
    else if (key === '-' || key === '_') this.#target.zoom(scaled(now, whole, at, STEP, least));
    else if (key === '0') this.#target.zoom(null);
    else if (shiftKey && key === 'ArrowLeft') this.#target.zoom(moved(now, whole, -quarter));
    else if (shiftKey && key === 'ArrowRight') this.#target.zoom(moved(now, whole, quarter));
    else return false;
    return true;
  }

  #perPixel(clientX: number): number {
    return (this.#target.placeAt(clientX + 1) ?? 0) - (this.#target.placeAt(clientX) ?? 0);
  }

  /** With two fingers: what lies below them stays below them. */
  #moveFinger({ pointerId, clientX }: PointerEvent): void {
    const before = [...this.#fingers.values()];
    if (!this.#fingers.has(pointerId)) return;
    this.#fingers.set(pointerId, clientX);
    const after = [...this.#fingers.values()];
    if (before.length !== 2) return;
    const apart = ([one, other]: number[]) => Math.max(1, Math.abs(one! - other!));
    const middle = ([one, other]: number[]) => (one! + other!) / 2;
    const { whole, now, least } = this.#target.extents();
    const at = this.#target.placeAt(middle(before));
    if (at === undefined) return;
    const zoomed = scaled(now, whole, at, apart(before) / apart(after), least) ?? whole;
    const perPixel = (this.#perPixel(middle(before)) * (zoomed.to - zoomed.from)) / (now.to - now.from);
    this.#target.zoom(moved(zoomed, whole, (middle(before) - middle(after)) * perPixel));
  }
}
