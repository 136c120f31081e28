import type { FormField } from '../../../src/experiment/form';
import { linearScale, type SliderScale } from '../../slider-scale';

/** Round numbers of a decade on a logarithmic slider. */
const REAL_MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
const INTEGER_MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
/** Steps of a linear slider whose parameter names none. */
const STEPS = 100;

/** How the slider of a field moves; undefined where it has none. */
export function fieldScale(field: FormField): SliderScale | undefined {
  const [from, to] = field.slider ?? [field.min, field.max];
  if ((field.kind !== 'number' && field.kind !== 'integer') || from === undefined || to === undefined) {
    return undefined;
  }
  if (field.scale === 'log')
    return from > 0 ? listScale(roundValues(from, to, field.kind === 'integer')) : undefined;
  // Without a span of its own a parameter gets a slider only where its bounds are narrow enough to drag in.
  if (!field.slider && to - from > STEPS) return undefined;
  return linearScale(from, to, field.step ?? (field.kind === 'integer' ? 1 : (to - from) / STEPS));
}

/** Round values of all decades between two ends, both included; whole numbers with the powers of two among them. */
export function roundValues(from: number, to: number, whole: boolean): number[] {
  const values = new Set([from, to]);
  for (let decade = Math.floor(Math.log10(from)); 10 ** decade <= to; decade++) {
    for (const mantissa of whole ? INTEGER_MANTISSAS : REAL_MANTISSAS) {
      const value = Number((mantissa * 10 ** decade).toPrecision(6));
      if (!whole || Number.isInteger(value)) values.add(value);
    }
  }
  if (whole) for (let power = 1; power <= to; power *= 2) values.add(power);
  return [...values].filter((value) => value >= from && value <= to).sort((a, b) => a - b);
}

/** A scale whose positions are the values of an ascending list, compared by their ratios. */
export function listScale(values: readonly number[]): SliderScale {
  const last = values.length - 1;
  const positionOf = (value: number): number => {
    const above = values.findIndex((one) => one >= value);
    if (above <= 0) return above === 0 ? 0 : last;
    return value / values[above - 1] < values[above] / value ? above - 1 : above;
  };
  return {
    last,
    valueAt: (position) => values[Math.min(last, Math.max(0, position))],
    positionOf,
    fractionOf: (value) => (last === 0 ? 0 : positionOf(value) / last),
  };
}

/** The value one step up or down from another: along the slider, or, beyond it and without one, by the step. */
export function stepped(field: FormField, value: number, by: 1 | -1): number {
  const scale = fieldScale(field);
  const inside = scale && value >= scale.valueAt(0) && value <= scale.valueAt(scale.last);
  if (!scale || !inside) return byStep(field, value, by);
  const next = scale.positionOf(value) + by;
  // An uneven value goes to its neighbour on the scale in the direction of the step, never past it.
  const nearest = scale.valueAt(scale.positionOf(value));
  if ((nearest - value) * by > 0) return nearest;
  return next < 0 || next > scale.last ? byStep(field, value, by) : scale.valueAt(next);
}

/** By the field's step, by one, or (on a logarithmic scale) by a tenth of the value's decade. */
function byStep(field: FormField, value: number, by: 1 | -1): number {
  const decade = 10 ** Math.floor(Math.log10(Math.abs(value) || 1));
  const size = field.step ?? (field.kind === 'integer' ? Math.max(1, decade / 10) : decade / 10);
  const next = Number((value + by * size).toPrecision(12));
  const low = field.min ?? Number.NEGATIVE_INFINITY;
  const high = field.max ?? Number.POSITIVE_INFINITY;
  return Math.min(high, Math.max(low, next));
}
