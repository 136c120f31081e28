import { greatest } from '../../src/core/lists';
/** One site (input, hidden layer, output) as it is to be laid out. */
export interface SiteShape {
  /** How many neurons may be drawn. */
  readonly shown: number;
  /** How many there are; null where that is not known before the data has been read. */
  readonly total: number | null;
  /** Present when the site's neurons are pixels: which of them are shown, and the picture's size. */
  readonly image?: { readonly width: number; readonly height: number; readonly indices: ArrayLike<number> };
}

/** The picture behind the pixels of an input site. */
export interface Thumbnail {
  readonly left: number;
  readonly top: number;
  /** Pixels of the picture. */
  readonly columns: number;
  readonly rows: number;
  /** Side of one pixel of the picture. */
  readonly cell: number;
}

/** Where the neurons of a site lie. All lengths are in CSS pixels. */
export interface Column {
  readonly x: number;
  /** One pair a drawn neuron: the first ones of those shown. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly radius: number;
  /** How many are not drawn, and where to say so. */
  readonly more: { readonly count: number; readonly y: number } | null;
  readonly thumbnail: Thumbnail | null;
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
}

/** Height of the line "+116 more". */
const MORE_HEIGHT = 18;
const MARGIN = 4;
/** The least distance of two neurons at which crosses can still be told apart. */
const MIN_SPACING = 9;
const MAX_SPACING = 30;
const MAX_RADIUS = 9;
const MAX_THUMBNAIL = 112;
/** What a hidden layer shows while there is no run. */
export const IDLE_SHOWN = 12;
/** The least width of a column: what a chip with a ratio of four decimals in it needs. */
export const MIN_PITCH = 56;

/** Lays the sites out in equal columns from left to right, each centred vertically. */
export function layoutNetwork(sites: readonly SiteShape[], width: number, height: number): NetworkLayout {
  const pitch = width / Math.max(1, sites.length);
  const counts = sites.map((site) => drawnCount(site, height));
  const densest = greatest([1, ...counts.filter((_, index) => !sites[index].image)]);
  const spacing = Math.min(MAX_SPACING, room(height) / densest);
  const radius = Math.max(2, Math.min(MAX_RADIUS, spacing * 0.4, pitch * 0.16));
  const columns = sites.map((site, index) => {
    const x = pitch * (index + 0.5);
    return site.image
      ? pictureColumn(site, x, pitch, height)
      : neuronColumn(site, counts[index], x, height, spacing, radius);
  });
  return { width, height, columns };
}

const room = (height: number): number => Math.max(MIN_SPACING, height - 2 * MARGIN - MORE_HEIGHT);

/** How many neurons of a site find room. */
function drawnCount(site: SiteShape, height: number): number {
  return Math.max(1, Math.min(site.shown, Math.floor(room(height) / MIN_SPACING)));
}

function neuronColumn(
  site: SiteShape,
  count: number,
  x: number,
  height: number,
  spacing: number,
  radius: number,
): Column {
  // Small layers stand a little wider apart than the densest one, and never wider than the picture allows.
  const step = Math.min(spacing * 1.5, MAX_SPACING, room(height) / count);
  const middle = MARGIN + room(height) / 2;
  const top = middle - (step * (count - 1)) / 2;
  const ys = Array.from({ length: count }, (_, index) => top + index * step);
  const hidden = site.total === null ? 0 : site.total - count;
  return {
    x,
    xs: ys.map(() => x),
    ys,
    radius,
    more: hidden > 0 ? { count: hidden, y: ys[count - 1] + radius + MORE_HEIGHT / 2 + 1 } : null,
    thumbnail: null,
  };
}

function pictureColumn(site: SiteShape, x: number, pitch: number, height: number): Column {
  const { width: columns, height: rows, indices } = site.image!;
  const side = Math.min(MAX_THUMBNAIL, pitch * 0.8, room(height));
  const cell = Math.max(1, side / Math.max(columns, rows));
  const left = x - (cell * columns) / 2;
  const top = MARGIN + (room(height) - cell * rows) / 2;
  const drawn = Array.from(indices);
  const hidden = (site.total ?? columns * rows) - drawn.length;
  return {
    x,
    xs: drawn.map((index) => left + ((index % columns) + 0.5) * cell),
    ys: drawn.map((index) => top + (Math.floor(index / columns) + 0.5) * cell),
    radius: Math.max(1.5, cell),
    more: hidden > 0 ? { count: hidden, y: top + cell * rows + MORE_HEIGHT / 2 } : null,
    thumbnail: { left, top, columns, rows, cell },
  };
}

/** The neuron under a point, or undefined. A neuron can be hit a little beyond its edge. */
export function neuronAt(
  layout: NetworkLayout,
  x: number,
  y: number,
): { readonly site: number; readonly neuron: number } | undefined {
  for (const [site, column] of layout.columns.entries()) {
    const reach = column.radius + 3;
    const neuron = column.xs.findIndex((cx, index) => Math.hypot(cx - x, column.ys[index] - y) <= reach);
    if (neuron >= 0) return { site, neuron };
  }
  return undefined;
}

/** The side lengths of the picture that so many features may be: a square of at least 8 × 8 pixels. */
export function pictureOf(features: number): { readonly width: number; readonly height: number } | undefined {
  const side = Math.round(Math.sqrt(features));
  return side >= 8 && side * side === features ? { width: side, height: side } : undefined;
}

/** `count` indexes spread evenly over 0 … total − 1. */
export function spreadIndices(total: number, count: number): number[] {
  const shown = Math.min(total, count);
  return Array.from({ length: shown }, (_, index) => Math.floor(((index + 0.5) * total) / shown));
}
