import * as l10n from '@vscode/l10n';
import { type NumberArray, rowSize } from './number-array';

/** Memory layout of a row as an image. */
export interface ImageShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** `first`: one plane per channel; `last`: the channels of a pixel are adjacent. */
  readonly order: 'first' | 'last';
}

/** One scaling for all pixels: (pixel − shift) / divisor. */
export interface PixelScale {
  /** Subtracted from each pixel. */
  readonly shift: number;
  /** Divides the difference. */
  readonly divisor: number;
  /** Notes about the scaling. */
  readonly notes: readonly string[];
}

/** Maximum number of channels per pixel. */
const MOST_CHANNELS = 4;
/** Minimum number of pixels for a flat row to count as an image. */
const FLAT_PIXELS = 196;
/** Channels per pixel of a flat colour image. */
const COLOURS = 3;
/** Steps from black to white in a byte, and the rounding tolerance as a fraction of a step. */
const STEPS = 255;
const MISS = 0.02;
/** Three-dimensional floats are images only if square, with at least this many rows. */
const SQUARE = 8;

/**
 * The image layout of an array: rows × height × width, with channels first or last, or flat square images. Undefined if
 * its rows are not images.
 */
export function imageShapeOf(array: NumberArray): ImageShape | undefined {
  const [, a = 0, b = 0, c = 0] = array.shape;
  if (array.shape.length === 3) return { height: a, width: b, channels: 1, order: 'last' };
  if (array.shape.length === 2) return flatShape(a);
  if (array.shape.length !== 4) return undefined;
  const behind = c === 1 || (a !== 1 && c <= MOST_CHANNELS && (a > MOST_CHANNELS || c !== 2));
  if (behind) return { height: a, width: b, channels: c, order: 'last' };
  return a <= MOST_CHANNELS ? { channels: a, height: b, width: c, order: 'first' } : undefined;
}

function flatShape(size: number): ImageShape | undefined {
  const side = Math.sqrt(size);
  if (size < FLAT_PIXELS || !Number.isInteger(side)) return undefined;
  return { height: side, width: side, channels: 1, order: 'last' };
}

/** Minimum and maximum of some rows, and whether all values are whole numbers. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** Range of the given rows; NaN is skipped, but counts as not whole. */
export function rangeOf(array: NumberArray, rows: Iterable<number>): Range {
  const { bytes } = array;
  const size = rowSize(array);
  let [least, most, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const row of rows)
    for (let i = row * size; i < (row + 1) * size; i++) {
      const value = bytes ? bytes[i] : array.at(i);
      if (value < least) least = value;
      if (value > most) most = value;
      whole &&= Number.isInteger(value);
    }
  return { least, most, whole };
}

/** Whether some pixel is neither black (0) nor white (1). */
function hasShades(bytes: Uint8Array, size: number, rows: Uint32Array): boolean {
  return rows.some((row) => bytes.subarray(row * size, (row + 1) * size).some((byte) => byte > 1));
}

/**
 * Determines the pixel scaling of an array from its training rows; undefined if its columns are measurements, each with
 * a scale of its own. Bytes are divided by 255; values in 0..1 or −1..1 are kept.
 */
export function pixelScaleOf(array: NumberArray, train: Uint32Array): PixelScale | undefined {
  const flat = array.shape.length === 2;
  if (array.shape.length < 2 || (flat && !flatWords(rowSize(array)))) return undefined;
  const scale =
    array.bytes && hasShades(array.bytes, rowSize(array), train)
      ? { shift: 0, divisor: 255, notes: [] }
      : scaleOf(array, train, flat);
  return scale && flat ? { ...scale, notes: [flatWords(rowSize(array))!, ...scale.notes] } : scale;
}

function scaleOf(array: NumberArray, train: Uint32Array, flat: boolean): PixelScale | undefined {
  const range = rangeOf(array, train);
  const { least, most, whole } = range;
  if (flat && !array.bytes && !fillsRange(range) && !isOfBytes(array, train, range)) return undefined;
  if (least >= -1 && most <= 1) return { shift: 0, divisor: 1, notes: least < 0 ? [keptNote()] : [] };
  const image = imageShapeOf(array);
  const square = image !== undefined && image.width === image.height && image.width >= SQUARE;
  if (array.shape.length === 3 && !square && !(whole && least >= 0)) return undefined;
  return least >= 0 ? dividedBy(least, most) : standardizedTogether(array, train, least, most);
}

/** The note for flat rows with the size of a square image, grey or colour; undefined for other sizes. */
function flatWords(size: number): string | undefined {
  const grey = flatShape(size);
  if (grey) return l10n.t('Rows of {0} numbers are taken for images of {1} × {1} pixels.', size, grey.width);
  const colours = size % COLOURS === 0 ? flatShape(size / COLOURS) : undefined;
  return (
    colours &&
    l10n.t('Rows of {0} numbers are taken for images of {1} × {1} pixels in 3 colours.', size, colours.width)
  );
}

/** Whether the range runs from black to white on one of the usual scales: 0..1 and 0..255. */
function fillsRange({ least, most }: Range): boolean {
  const white = most > 1 ? STEPS : 1;
  return least >= 0 && least < 0.01 * white && most > 0.99 * white && most <= white;
}

/**
 * Whether all numbers are rescaled bytes, that is, lie on the 255 steps from minimum to maximum. Small whole numbers do
 * so by chance.
 */
function isOfBytes(array: NumberArray, train: Uint32Array, { least, most, whole }: Range): boolean {
  if (whole || !(most > least)) return false;
  const size = rowSize(array);
  const step = (most - least) / STEPS;
  return train.every((row) => {
    for (let i = row * size; i < (row + 1) * size; i++) {
      const steps = (array.at(i) - least) / step;
      if (!(Math.abs(steps - Math.round(steps)) <= MISS)) return false;
    }
    return true;
  });
}

const keptNote = () => l10n.t('The pixels lie between −1 and 1 and are kept as they are.');

/** Divides by the maximum of the likely pixel format: 255 for values that were bytes. */
function dividedBy(least: number, most: number): PixelScale {
  const divisor = most > 127 && most <= 255 ? 255 : most > 32_767 && most <= 65_535 ? 65_535 : most;
  return {
    shift: 0,
    divisor,
    notes: [l10n.t('The pixels, {0} to {1}, are divided by {2}.', short(least), short(most), short(divisor))],
  };
}

/** Standardizes with one mean and deviation for all pixels: for negative values, which may be standardized already. */
function standardizedTogether(
  array: NumberArray,
  train: Uint32Array,
  least: number,
  most: number,
): PixelScale {
  const size = rowSize(array);
  const unit = Math.max(-least, most);
  let [sum, squares] = [0, 0];
  for (const row of train)
    for (let i = row * size; i < (row + 1) * size; i++) {
      const value = array.at(i) / unit;
      sum += value;
      squares += value * value;
    }
  const count = train.length * size;
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return {
    shift: mean * unit,
    divisor: deviation > 0 ? deviation * unit : 1,
    notes: [
      l10n.t(
        'The pixels, {0} to {1}, are standardized with one mean and one deviation for all of them.',
        short(least),
        short(most),
      ),
    ],
  };
}

/** Formats a number for a message; whole numbers are not rounded. */
export const short = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** The note on the assumed channel order of colour images. */
export function channelNote({ channels, order }: ImageShape): string[] {
  if (channels === 1) return [];
  return [
    order === 'first'
      ? l10n.t('Images of {0} channels, channel by channel (channels × rows × columns).', channels)
      : l10n.t('Images of {0} channels, pixel by pixel (rows × columns × channels).', channels),
  ];
}

/** Feature names of an image; rows, columns and channels are 0-based, as in the array. */
export function pixelNames({ width, height, channels, order }: ImageShape): string[] {
  const pixels = width * height;
  return Array.from({ length: pixels * channels }, (_, i) => {
    const pixel = order === 'first' ? i % pixels : Math.floor(i / channels);
    const channel = order === 'first' ? Math.floor(i / pixels) : i % channels;
    const place = `row ${Math.floor(pixel / width)}, column ${pixel % width}`;
    return channels === 1 ? place : `${place}, channel ${channel}`;
  });
}
