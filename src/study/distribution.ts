/**
 * What one setting of a study may be. The values that samplers see are numbers throughout: of a choice, the index of
 * what is chosen. Bounds are inclusive.
 */
export type Distribution = FloatDistribution | IntegerDistribution | ChoiceDistribution;

export interface FloatDistribution {
  readonly kind: 'float';
  readonly low: number;
  readonly high: number;
  /** Even on a logarithmic scale; `low` is above 0 then, and there is no step. */
  readonly log: boolean;
  /** Values are `low + n · step`. */
  readonly step?: number;
}

export interface IntegerDistribution {
  readonly kind: 'integer';
  readonly low: number;
  readonly high: number;
  /** Even on a logarithmic scale; `low` is at least 1 then, and the step is 1. */
  readonly log: boolean;
  /** Values are `low + n · step`. */
  readonly step: number;
}

export interface ChoiceDistribution {
  readonly kind: 'choice';
  /** Values are 0 … count − 1, without an order. */
  readonly count: number;
}

/** A setting that a study varies. */
export interface Dimension {
  /** Path of the setting, as `training.learningRate`. */
  readonly name: string;
  readonly distribution: Distribution;
  /** It exists only where another dimension, which stands before it, has one of these values. */
  readonly when?: { readonly name: string; readonly values: readonly number[] };
}

/** A value for each dimension that exists under the others' values. */
export type Point = Readonly<Record<string, number>>;

/** Whether a dimension exists at a point that has the values of all dimensions before it. */
export function existsAt({ when }: Dimension, point: Point): boolean {
  return when === undefined || (Object.hasOwn(point, when.name) && when.values.includes(point[when.name]!));
}
