/** How a slider's positions (whole numbers from 0 to `last`) and a parameter's values belong together. */
export interface SliderScale {
  readonly last: number;
  /** The value at a position. */
  valueAt(position: number): number;
  /** The nearest position; values beyond an end lie at that end. */
  positionOf(value: number): number;
  /** Where the value lies, 0..1 of the way, not rounded to positions. */
  fractionOf(value: number): number;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Equal steps from `from` to `to`. Values are rounded so that 0.1 × 3 is 0.3. */
export function linearScale(from: number, to: number, step: number): SliderScale {
  const last = Math.round((to - from) / step);
  return {
    last,
    valueAt: (position) => Number((from + position * step).toPrecision(12)),
    positionOf: (value) => clamp(Math.round((value - from) / step), 0, last),
    fractionOf: (value) => clamp((value - from) / (to - from), 0, 1),
  };
}

/** Twenty round values a decade, evenly spaced on a logarithmic axis to within 3 %. */
const MANTISSAS = [1, 1.1, 1.25, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.5, 4, 4.5, 5, 5.6, 6.3, 7, 8, 9];
const PER_DECADE = MANTISSAS.length;

/** Round values from 10^`from` to 10^`to`, evenly spaced by their logarithms. */
export function logarithmicScale(from: number, to: number): SliderScale {
  const last = (to - from) * PER_DECADE;
  const fractionOf = (value: number) => clamp((Math.log10(value) - from) / (to - from), 0, 1);
  return {
    last,
    valueAt: (position) => {
      const decade = Math.floor(position / PER_DECADE);
      const mantissa = MANTISSAS[position - decade * PER_DECADE];
      return Number((mantissa * 10 ** (from + decade)).toPrecision(6));
    },
    positionOf: (value) => Math.round(fractionOf(value) * last),
    fractionOf,
  };
}
