import * as l10n from '@vscode/l10n';
import { type NumberArray, rowSize } from './number-array';

/** How the numbers of a row lie as an image. */
export interface ImageShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** `first`: one picture for each channel; `last`: the channels of a pixel lie together. */
  readonly order: 'first' | 'last';
}

/** How pixels become numbers of a like size, all of them by one rule. */
export interface PixelScale {
  /** What is taken from each pixel. */
  readonly shift: number;
  /** What it is divided by. */
  readonly divisor: number;
  /** What is worth saying about it. */
  readonly notes: readonly string[];
}

/** At most so many numbers of a pixel are colours. */
const MOST_CHANNELS = 4;
/** Flat rows are images of at least so many pixels. */
const FLAT_PIXELS = 196;
/** A flat row of colours holds so many numbers a pixel. */
const COLOURS = 3;
/** Steps from black to white in a byte, and by how much of one a rounded number may miss it. */
const STEPS = 255;
const MISS = 0.02;
/** Floats of three dimensions are images of at least so many rows, and of as many columns. */
const SQUARE = 8;

/** Where an array of rows holds images: rows × height × width, channels before or behind them, or flat squares. */
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

/** The least and the largest number of some rows, and whether all are whole. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** NaN aside, but it is not whole. */
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

/** Whether there is more than black (0) and white (1). */
function hasShades(bytes: Uint8Array, size: number, rows: Uint32Array): boolean {
  return rows.some((row) => bytes.subarray(row * size, (row + 1) * size).some((byte) => byte > 1));
}

/**
 * How the pixels of an array are scaled, by its rows that train; undefined where its numbers are measurements, each of
 * which has a scale of its own. Bytes are divided by 255; what lies in 0..1 or −1..1 is kept.
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

/** What is said of flat rows that have the size of a square image, grey or in colours; undefined: of none. */
function flatWords(size: number): string | undefined {
  const grey = flatShape(size);
  if (grey) return l10n.t('Rows of {0} numbers are taken for images of {1} × {1} pixels.', size, grey.width);
  const colours = size % COLOURS === 0 ? flatShape(size / COLOURS) : undefined;
  return (
    colours &&
    l10n.t('Rows of {0} numbers are taken for images of {1} × {1} pixels in 3 colours.', size, colours.width)
  );
}

/** From black to white, in the two scales that pixels usually have: 0..1 and 0..255. */
function fillsRange({ least, most }: Range): boolean {
  const white = most > 1 ? STEPS : 1;
  return least >= 0 && least < 0.01 * white && most > 0.99 * white && most <= white;
}

/**
 * Whether all numbers are bytes on another scale: on the 255 steps from the least to the largest. Small whole numbers are
 * by accident.
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

/** By the largest number that pixels of that size can have: 255 for what once was bytes. */
function dividedBy(least: number, most: number): PixelScale {
  const divisor = most > 127 && most <= 255 ? 255 : most > 32_767 && most <= 65_535 ? 65_535 : most;
  return {
    shift: 0,
    divisor,
    notes: [l10n.t('The pixels, {0} to {1}, are divided by {2}.', short(least), short(most), short(divisor))],
  };
}

/** Pixels that somebody has standardized already, say. */
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

/** As a message shows a number: whole ones as they are. */
export const short = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** Says where the channels of a colour image are taken to lie. */
export function channelNote({ channels, order }: ImageShape): string[] {
  if (channels === 1) return [];
  return [
    order === 'first'
      ? l10n.t('Images of {0} channels, channel by channel (channels × rows × columns).', channels)
      : l10n.t('Images of {0} channels, pixel by pixel (rows × columns × channels).', channels),
  ];
}

/** Rows, columns and channels are counted from 0, as an array's are. */
export function pixelNames({ width, height, channels, order }: ImageShape): string[] {
  const pixels = width * height;
  return Array.from({ length: pixels * channels }, (_, i) => {
    const pixel = order === 'first' ? i % pixels : Math.floor(i / channels);
    const channel = order === 'first' ? Math.floor(i / pixels) : i % channels;
    const place = `row ${Math.floor(pixel / width)}, column ${pixel % width}`;
    return channels === 1 ? place : `${place}, channel ${channel}`;
  });
}
