import type { Extent } from '../../src/charts/chart-spec';
import { selectionOf } from './selection';
import { ZoomGestures } from './zoom-gestures';

/** What is shown of an axis, in its own units. */
export interface ShownAxis {
  readonly whole: Extent;
  /** Null: all of it. */
  readonly zoom: Extent | null;
  readonly least: number;
}

/** A plot that is handed what it shows of its axis. */
interface Host extends HTMLElement {
  readonly zoom: ShownAxis | undefined;
  requestUpdate(name: string, before: unknown): void;
}

/**
 * The gestures of charts on another plot. The plot does not zoom itself: it fires `dp-zoom`, with the extent that is
 * wanted as its `detail`, null for all, and is given another picture.
 */
export class AxisZoom {
  readonly gestures: ZoomGestures;
  readonly #host: Host;
  #selected: Extent | null = null;
  /** A drag ends with a click, which chooses nothing. */
  #isDragged = false;

  /** @param placeAt where on the axis a place on the screen is; undefined: nowhere */
  constructor(host: Host, placeAt: (clientX: number) => number | undefined) {
    this.#host = host;
    this.gestures = new ZoomGestures({
      placeAt: (clientX) => (host.zoom ? placeAt(clientX) : undefined),
      extents: () => {
        const { whole, zoom, least } = host.zoom ?? NONE;
        return { whole, now: zoom ?? whole, least };
      },
      zoom: (detail) => {
        if (host.zoom) host.dispatchEvent(new CustomEvent<Extent | null>('dp-zoom', { detail }));
      },
      select: (range) => {
        this.#isDragged ||= range !== null;
        this.#selected = host.zoom ? range : null;
        // Under this name the picture below is not drawn again.
        host.requestUpdate('zoom', null);
      },
    });
  }

  readonly down = (event: PointerEvent): void => {
    this.#isDragged = false;
    if (this.#host.zoom) this.gestures.down(event);
  };

  readonly wheel = (event: WheelEvent): void => {
    if (this.#host.zoom) this.gestures.wheel(event);
  };

  /** Whether the click that is being told ended a drag. */
  get isDragged(): boolean {
    return this.#isDragged;
  }

  /** Whether a key gave up a selection, or zoomed or moved the view. */
  key(event: KeyboardEvent): boolean {
    const { zoom } = this.#host;
    if (!zoom) return false;
    if (event.key === 'Escape') {
      if (this.gestures.isSelecting) this.gestures.cancel();
      else if (zoom.zoom) this.gestures.reset();
      else return false;
      return true;
    }
    const { from, to } = zoom.zoom ?? zoom.whole;
    return this.gestures.key(event, (from + to) / 2);
  }

  selection(canvas: Element | null) {
    return selectionOf(this.#selected, canvas);
  }
}

const NONE: ShownAxis = { whole: { from: 0, to: 1 }, zoom: null, least: 1 };
