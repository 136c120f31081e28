/** Draws digits as smooth pen strokes under a random hand. */
export const digitsSource = `/** Line segments [x0, y0, x1, y1] of the smooth curve through the knots of a stroke (Catmull-Rom). */
function curve(stroke) {
  const knots = stroke.split(' ').map((knot) => knot.split(',').map((v) => Number(v) / 100));
  const at = (i) => knots[Math.min(Math.max(i, 0), knots.length - 1)];
  const segments = [];
  let here = knots[0];
  for (let i = 0; i + 1 < knots.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    if (b[0] === c[0] && b[1] === c[1]) continue;
    for (let piece = 1; piece <= 5; piece++) {
      const t = piece / 5;
      const there = [0, 1].map(
        (k) =>
          b[k] +
          0.5 * t * (c[k] - a[k] + t * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k] + t * (3 * b[k] - a[k] - 3 * c[k] + d[k]))),
      );
      segments.push([...here, ...there]);
      here = there;
    }
  }
  return segments;
}

const OUTLINES = SKELETONS.map((ways) => ways.map((way) => way.split(' | ').flatMap(curve)));

/** 28 x 28 pixels, ink 0..1, under a random affine map, thickness and elastic shift. */
function drawDigit(random, digit) {
  const vary = (deviation) => DISTORTION * deviation * Math.min(Math.max(normal(random), -2.5), 2.5);
  const ways = OUTLINES[digit];
  const segments = ways[Math.floor(random() * ways.length)];
  const turn = 2 * Math.PI * vary(0.02);
  const slant = vary(0.17);
  const [height, width] = [19 * (1 + vary(0.085)), 14 * (1 + vary(0.13))];
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const middle = [14 + vary(0.75), 14 + vary(0.75)];
  const radius = Math.max(0.6, 1.25 + vary(0.33));
  const shifts = Array.from({ length: 32 }, () => vary(0.95));
  const smooth = (t) => t * t * (3 - 2 * t);
  const shifted = (x, y, axis) => {
    const [column, row] = [x, y].map((v) => Math.min(Math.max(v, 0), 0.9999) * 3);
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const [s, t] = [smooth(column - left), smooth(row - top)];
    const at = 2 * (top * 4 + left) + axis;
    const upper = shifts[at] * (1 - s) + shifts[at + 2] * s;
    const lower = shifts[at + 8] * (1 - s) + shifts[at + 10] * s;
    return upper * (1 - t) + lower * t;
  };
  const place = (x, y) => {
    const [u, v] = [x - 0.5, y - 0.5];
    return [
      middle[0] + cosine * width * u + (-cosine * slant - sine) * height * v + shifted(x, y, 0),
      middle[1] + sine * width * u + (cosine - sine * slant) * height * v + shifted(x, y, 1),
    ];
  };
  const image = Array(784).fill(0);
  for (const [fromX, fromY, toX, toY] of segments) {
    const [x0, y0] = place(fromX, fromY);
    const [x1, y1] = place(toX, toY);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy || 1;
    for (let i = 0; i < 784; i++) {
      const [px, py] = [(i % 28) + 0.5 - x0, Math.floor(i / 28) + 0.5 - y0];
      const along = Math.min(Math.max((px * dx + py * dy) / length, 0), 1);
      const ink = radius + 0.5 - Math.hypot(px - along * dx, py - along * dy);
      image[i] = Math.max(image[i], Math.min(ink, 1));
    }
  }
  return image;
}`;
