import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Painter } from '../painter';
import { onThemeChange } from '../theme';

/** Draws on a canvas of `width` × `height` CSS pixels. */
export type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/**
 * Keeps the canvas of an element as large as its box, as sharp as the screen, and painted: after `invalidate()`, after a
 * change of size, of the screen's resolution or of the theme. Nothing is painted while the element is not on the screen.
 */
export class CanvasController implements ReactiveController {
  readonly #painter: Painter;
  #canvas: HTMLCanvasElement | null = null;
  #resize: ResizeObserver | undefined;
  #seen: IntersectionObserver | undefined;
  #endTheme: (() => void) | undefined;
  #width = 0;
  #height = 0;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #paint: Paint;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    paint: Paint,
    /** A lower bound for the time between two paintings, as frames a second. */
    framesPerSecond = 60,
  ) {
    this.#host = host;
    this.#paint = paint;
    this.#painter = new Painter(
      () => this.#repaint(),
      () => framesPerSecond,
    );
    host.addController(this);
  }

  /** Of the canvas in CSS pixels; 0 before the first layout. */
  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#width, height: this.#height };
  }

  invalidate(): void {
    this.#painter.invalidate();
  }

  hostConnected(): void {
    this.#endTheme = onThemeChange(() => this.invalidate());
    this.#observe();
  }

  hostUpdated(): void {
    this.#observe();
  }

  hostDisconnected(): void {
    this.#endTheme?.();
    this.#resize?.disconnect();
    this.#seen?.disconnect();
    this.#canvas = null;
    this.#painter.visible = false;
  }

  #observe(): void {
    const canvas = this.#host.shadowRoot?.querySelector('canvas') ?? null;
    if (canvas === this.#canvas) return;
    this.#resize?.disconnect();
    this.#seen?.disconnect();
    this.#canvas = canvas;
    if (!canvas) return;
    this.#resize = new ResizeObserver(([entry]) => {
      this.#width = entry.contentRect.width;
      this.#height = entry.contentRect.height;
      this.invalidate();
    });
    this.#resize.observe(canvas);
    this.#seen = new IntersectionObserver((entries) => {
      this.#painter.visible = entries.at(-1)?.isIntersecting ?? false;
    });
    this.#seen.observe(canvas);
    this.invalidate();
  }

  #repaint(): void {
    const context = this.#canvas?.getContext('2d');
    if (!context || this.#width === 0 || this.#height === 0) return;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.#width * scale), Math.round(this.#height * scale)];
    const { canvas } = context;
    // Setting a size clears the canvas and is slow: only on change.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    try {
      this.#paint(context, this.#width, this.#height);
    } catch (error) {
      // Nothing is better than what was there before.
      context.clearRect(0, 0, this.#width, this.#height);
      reportError(error);
    }
  }
}
