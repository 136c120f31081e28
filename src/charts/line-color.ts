import type { LineKind } from './chart-spec';

/** Colours of compared runs: those that are in every palette, and are neither of the run's own. */
const COLORS = ['compared', 'compared2', 'compared3', 'compared4', 'compared5'] as const;
export type ComparedColor = (typeof COLORS)[number];

/** Of the compared run at a place. */
export const comparedColor = (place: number): ComparedColor => COLORS[place % COLORS.length]!;

/** What a line is painted with. */
export const colorOf = ({
  kind,
  color,
}: {
  readonly kind: LineKind;
  readonly color?: ComparedColor;
}): LineKind | ComparedColor => color ?? kind;
