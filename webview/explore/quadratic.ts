/** One step of gradient descent on the model f(x, y) = ½ (a x² + b y²). */
export interface QuadraticStep {
  readonly x: number;
  readonly y: number;
  readonly f: number;
}

/**
 * Curvatures of the model's two directions, and where the descent begins. The steep one stands for λmax, so that a
 * learning rate is told as a share of the limit 2 / a.
 */
export const QUADRATIC = { a: 1, b: 0.25, x: 1.25, y: 1.45 } as const;

/** Beyond this nothing is drawn. */
const FAR = 1e3;

/**
 * Gradient descent on the model, the start first. In closed form x_k = (1 − η a)^k x_0 and y_k = (1 − η b)^k y_0: each
 * direction goes its own way.
 * @param share learning rate η over the limit 2 / a; above 1 the steep direction diverges.
 * @param steps at most so many; fewer where the descent runs off.
 */
export function descend(share: number, steps: number): QuadraticStep[] {
  const { a, b } = QUADRATIC;
  const rate = (share * 2) / a;
  let [x, y] = [QUADRATIC.x, QUADRATIC.y] as [number, number];
  const path: QuadraticStep[] = [];
  for (let k = 0; ; k++) {
    path.push({ x, y, f: (a * x * x + b * y * y) / 2 });
    if (k === steps || Math.abs(x) > FAR || Math.abs(y) > FAR) return path;
    [x, y] = [x - rate * a * x, y - rate * b * y];
  }
}

/** What a learning rate does along the steepest direction. */
export type Regime = 'slow' | 'right' | 'overshoots' | 'diverges';

/**
 * Up to half of the limit the steepest direction is approached from one side, the faster the nearer to the half; above
 * the half every step lands on the other side; above the limit each lands higher (LeCun et al. 1998, fig. 6).
 * @param share learning rate over the limit.
 */
export function regimeOf(share: number): Regime {
  if (share > 1) return 'diverges';
  if (share > 0.6) return 'overshoots';
  return share < 0.1 ? 'slow' : 'right';
}

/** Ellipses f = c of the model: their half axes. */
export function contours(count: number): { readonly rx: number; readonly ry: number }[] {
  const { a, b } = QUADRATIC;
  return Array.from({ length: count }, (_, i) => {
    const level = ((i + 1) / count) ** 2 * 4;
    return { rx: Math.sqrt((2 * level) / a), ry: Math.sqrt((2 * level) / b) };
  });
}
