import { cosTurn, sinTurn } from '../../elementary';
import type { Stream } from '../../random';
import type { Segments } from './outline';

/** Grid nodes per side for the random shifts. */
const NODES = 4;
/** Centre of the glyph, and its usual height and width, in pixels. */
const MIDDLE = 14;
const HEIGHT = 19;
const WIDTH = 14;

/** Standard deviations of the random variations. */
const VARIES = {
  turns: 0.02,
  slant: 0.17,
  height: 0.085,
  width: 0.13,
  shift: 0.75,
  elastic: 0.95,
  radius: 0.33,
};
const RADIUS = 1.25;

/** A random affine map followed by a smooth random displacement field. */
export class Hand {
  readonly #shift = new Float64Array(2 * NODES * NODES);
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  #x = 0;
  #y = 0;
  /** Half the line width, in pixels. */
  radius = 0;

  /** Draws the next variation; `strength` 1 is the usual amount, 0 none. */
  next(stream: Stream, strength: number): void {
    const vary = (deviation: number) => strength * deviation * clip(stream.normal());
    const turn = vary(VARIES.turns);
    const [cosine, sine] = [cosTurn(turn), sinTurn(turn)];
    const slant = vary(VARIES.slant);
    const height = HEIGHT * (1 + vary(VARIES.height));
    const width = WIDTH * (1 + vary(VARIES.width));
    this.#a = cosine * width;
    this.#b = (-cosine * slant - sine) * height;
    this.#c = sine * width;
    this.#d = (cosine - sine * slant) * height;
    this.#x = MIDDLE + vary(VARIES.shift);
    this.#y = MIDDLE + vary(VARIES.shift);
    this.radius = Math.max(0.6, RADIUS + vary(VARIES.radius));
    for (let i = 0; i < this.#shift.length; i++) this.#shift[i] = vary(VARIES.elastic);
  }

  /** Maps points from the glyph's box to pixels. */
  write(segments: Segments, out: Float64Array): void {
    for (let i = 0; i < segments.length; i += 2) {
      const u = segments[i]! - 0.5;
      const v = segments[i + 1]! - 0.5;
      out[i] = this.#x + this.#a * u + this.#b * v + this.#shifted(segments[i]!, segments[i + 1]!, 0);
      out[i + 1] = this.#y + this.#c * u + this.#d * v + this.#shifted(segments[i]!, segments[i + 1]!, 1);
    }
  }

  /** The displacement at a point, interpolated between grid nodes. */
  #shifted(x: number, y: number, axis: 0 | 1): number {
    const column = Math.min(Math.max(x, 0), 0.9999) * (NODES - 1);
    const row = Math.min(Math.max(y, 0), 0.9999) * (NODES - 1);
    const left = Math.floor(column);
    const top = Math.floor(row);
    const s = smooth(column - left);
    const t = smooth(row - top);
    const at = 2 * (top * NODES + left) + axis;
    const upper = this.#shift[at]! * (1 - s) + this.#shift[at + 2]! * s;
    const lower = this.#shift[at + 2 * NODES]! * (1 - s) + this.#shift[at + 2 * NODES + 2]! * s;
    return upper * (1 - t) + lower * t;
  }
}

/** Clips rare draws that would move the digit out of the image. */
const clip = (z: number) => Math.min(Math.max(z, -2.5), 2.5);

const smooth = (t: number) => t * t * (3 - 2 * t);
