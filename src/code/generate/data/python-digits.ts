import { SKELETONS } from '../../../core/datasets/digits/skeletons';
import { numeral, type Part, quoted } from '../text';

/** The generator of digits: smooth pen strokes under a random hand. */
export function pythonDigits(distortion: number): Part {
  return [
    "# The usual ways of writing each digit: knots that the pen goes through, in percent of the glyph's box.",
    'SKELETONS = [',
    SKELETONS.map((ways) => ['    [', ways.map((way) => `        ${quoted(way)},`), '    ],']),
    ']',
    '',
    '',
    source.replace('DISTORTION', numeral(distortion)),
  ];
}

const source = `def curve(stroke):
    """Line segments (x0, y0, x1, y1) of the smooth curve through the knots of a stroke (Catmull-Rom)."""
    knots = np.array([[float(v) / 100 for v in knot.split(",")] for knot in stroke.split(" ")])
    points = np.concatenate([knots[:1], knots, knots[-1:]])
    segments, here = [], knots[0]
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:]):
        if (b == c).all():
            continue
        for t in np.arange(1, 6) / 5:
            there = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d)))
            segments.append(np.concatenate([here, there]))
            here = there
    return np.array(segments)


OUTLINES = [[np.concatenate([curve(s) for s in way.split(" | ")]) for way in ways] for ways in SKELETONS]
COLUMNS, ROWS = np.meshgrid(np.arange(28) + 0.5, np.arange(28) + 0.5)


def draw_digit(rng, digit):
    """A 28 x 28 image, ink 0..1, under a random affine map, thickness and elastic shift."""

    def vary(deviation, shape=None):
        return DISTORTION * deviation * np.clip(rng.standard_normal(shape), -2.5, 2.5)

    segments = OUTLINES[digit][rng.integers(len(OUTLINES[digit]))]
    turn, slant = 2 * np.pi * vary(0.02), vary(0.17)
    height, width = 19 * (1 + vary(0.085)), 14 * (1 + vary(0.13))
    cosine, sine = np.cos(turn), np.sin(turn)
    matrix = np.array([[cosine * width, (-cosine * slant - sine) * height],
                       [sine * width, (cosine - sine * slant) * height]])
    middle = 14 + vary(0.75, 2)
    radius = max(0.6, 1.25 + vary(0.33))
    shifts = vary(0.95, (4, 4, 2))

    points = segments.reshape(-1, 2)
    grid = np.clip(points, 0, 0.9999) * 3
    corner = grid.astype(int)
    s, t = np.moveaxis((grid - corner) ** 2 * (3 - 2 * (grid - corner)), 1, 0)[:, :, None]
    left, top = corner.T
    upper = shifts[top, left] * (1 - s) + shifts[top, left + 1] * s
    lower = shifts[top + 1, left] * (1 - s) + shifts[top + 1, left + 1] * s
    points = middle + (points - 0.5) @ matrix.T + upper * (1 - t) + lower * t

    x0, y0, x1, y1 = points.reshape(-1, 4).T[:, :, None, None]
    dx, dy = x1 - x0, y1 - y0
    length = np.maximum(dx**2 + dy**2, 1e-12)
    along = np.clip(((COLUMNS - x0) * dx + (ROWS - y0) * dy) / length, 0, 1)
    distance = np.hypot(COLUMNS - x0 - along * dx, ROWS - y0 - along * dy).min(axis=0)
    return np.clip(radius + 0.5 - distance, 0, 1)`;
