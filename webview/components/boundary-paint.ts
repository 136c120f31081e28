import type { Boundary, RunInfo } from '../../src/protocol';
import { withAlpha } from '../color';
import type { Theme } from '../theme';
import {
  type FieldColors,
  fieldPixels,
  misplaced,
  type PlaneScale,
  planeScale,
  type Segments,
  separatingLine,
  targetRange,
  thinned,
} from './boundary-field';
import { classColors, rgba } from './class-colors';

export type Points = NonNullable<RunInfo['points']>;

/** What is painted. */
export interface BoundaryPicture {
  readonly boundary: Boundary | null;
  readonly points: Points | null;
  readonly outputs: number;
  readonly showTest: boolean;
}

/** Square CSS pixels that a point needs, so that the plane remains visible between them. */
const ROOM_TRAIN = 150;
const ROOM_TEST = 280;
const TRAIN_RADIUS = 3.25;
const TEST_SIDE = 4;

/** Draws boundaries. What follows from a boundary alone is kept until another one, or another theme, comes. */
export class BoundaryPainter {
  readonly #image = document.createElement('canvas');
  #key: readonly unknown[] = [];
  #line: Segments = [];
  #colors: readonly string[] = [];
  /** Test points on the wrong side. */
  wrong: ReadonlySet<number> = new Set();

  paint(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    picture: BoundaryPicture,
    theme: Theme,
  ): void {
    this.#prepare(picture, theme);
    const { boundary, points } = picture;
    context.clearRect(0, 0, width, height);
    if (boundary) {
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'high';
      context.drawImage(this.#image, 0, 0, width, height);
      this.#paintLine(context, width, height, theme);
    }
    const bounds = boundary?.bounds ?? points?.bounds;
    if (!points || !bounds) return;
    const scale = planeScale(bounds, width, height);
    if (picture.showTest)
      this.#paintTest(context, points, scale, (width * height) / ROOM_TEST, theme, picture);
    this.#paintTrain(context, points, scale, (width * height) / ROOM_TRAIN, theme, picture);
  }

  #prepare({ boundary, points, outputs }: BoundaryPicture, theme: Theme): void {
    const key = [boundary, points, outputs, theme];
    if (key.every((part, index) => part === this.#key[index])) return;
    this.#key = key;
    this.#colors = classColors(theme);
    this.wrong = boundary && points ? misplaced(boundary, points.test) : new Set();
    if (!boundary) return;
    this.#line = separatingLine(boundary, outputs);
    const { columns, rows } = boundary;
    Object.assign(this.#image, { width: columns, height: rows });
    const colors: FieldColors = {
      classes: this.#colors.slice(0, Math.max(2, boundary.values ? 2 : outputs)).map(rgba),
      background: rgba(theme.background),
    };
    const pixels = fieldPixels(boundary, colors, points ? targetRange(points.train) : 1);
    this.#image.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  }

  #paintLine(context: CanvasRenderingContext2D, width: number, height: number, theme: Theme): void {
    context.beginPath();
    for (let i = 0; i + 3 < this.#line.length; i += 4) {
      context.moveTo(this.#line[i] * width, this.#line[i + 1] * height);
      context.lineTo(this.#line[i + 2] * width, this.#line[i + 3] * height);
    }
    context.lineWidth = 1.25;
    context.lineCap = 'round';
    context.strokeStyle = withAlpha(theme.foreground, 0.7);
    context.stroke();
  }

  #paintTrain(
    context: CanvasRenderingContext2D,
    { train }: Points,
    scale: PlaneScale,
    most: number,
    theme: Theme,
    picture: BoundaryPicture,
  ): void {
    const range = targetRange(train);
    context.lineWidth = 1;
    // A target near 0 has the background's colour: its outline has to show it.
    context.strokeStyle = picture.boundary?.values ? withAlpha(theme.foreground, 0.6) : theme.background;
    for (const i of thinned(train.length / 3, most)) {
      context.beginPath();
      context.arc(scale.x(train[i * 3]), scale.y(train[i * 3 + 1]), TRAIN_RADIUS, 0, 2 * Math.PI);
      context.fillStyle = this.#colorOf(train[i * 3 + 2], range, picture, theme);
      context.fill();
      context.stroke();
    }
  }

  #paintTest(
    context: CanvasRenderingContext2D,
    { test, train }: Points,
    scale: PlaneScale,
    most: number,
    theme: Theme,
    picture: BoundaryPicture,
  ): void {
    const range = targetRange(train);
    const half = TEST_SIDE / 2;
    context.lineWidth = 1;
    for (const i of thinned(test.length / 3, most)) {
      const [x, y] = [scale.x(test[i * 3]) - half, scale.y(test[i * 3 + 1]) - half];
      const wrong = this.wrong.has(i);
      context.fillStyle = this.#colorOf(test[i * 3 + 2], range, picture, theme);
      context.fillRect(x, y, TEST_SIDE, TEST_SIDE);
      context.strokeStyle = wrong ? theme.foreground : withAlpha(theme.background, 0.6);
      context.strokeRect(x, y, TEST_SIDE, TEST_SIDE);
    }
  }

  #colorOf(target: number, range: number, { boundary, outputs }: BoundaryPicture, theme: Theme): string {
    const regression = boundary ? boundary.values !== undefined : outputs === 1;
    if (!regression) return this.#colors[target % this.#colors.length];
    return mixed(theme.background, this.#colors[target < 0 ? 0 : 1], Math.min(1, Math.abs(target) / range));
  }
}

function mixed(ground: string, color: string, share: number): string {
  const [from, to] = [rgba(ground), rgba(color)];
  const channel = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return `rgb(${channel(0)}, ${channel(1)}, ${channel(2)})`;
}
