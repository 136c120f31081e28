/** Side length of an image, in pixels. */
export const SIDE = 28;

/**
 * Draws lines with round caps and half-width `radius` into an image of SIDE × SIDE values 0..1, starting at `offset`.
 * `segments`: start x, y and end x, y in pixels. Edges are antialiased: a pixel goes from 0, half a pixel outside the
 * line, to 1, half a pixel inside.
 */
export function drawLines(
  segments: Float64Array,
  length: number,
  radius: number,
  image: Float32Array,
  offset: number,
): void {
  for (let i = 0; i < length; i += 4) {
    drawLine(segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!, radius, image, offset);
  }
}

function drawLine(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
  image: Float32Array,
  offset: number,
): void {
  const reach = radius + 1;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(SIDE - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(SIDE - 1, Math.ceil(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const perLength = 1 / (dx * dx + dy * dy || 1);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const py = row + 0.5 - y0;
      const along = Math.min(Math.max((px * dx + py * dy) * perLength, 0), 1);
      const ex = px - along * dx;
      const ey = py - along * dy;
      const ink = Math.min(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 1);
      const at = offset + row * SIDE + column;
      if (ink > image[at]!) image[at] = ink;
    }
  }
}
