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
/** Flat rows of bytes are images of at least so many pixels. */
const FLAT_PIXELS = 196;
/** Floats of three dimensions are images of at least so many rows, and of as many columns. */
const SQUARE = 8;

/** Where an array of rows holds images: rows × height × width, channels before or behind them, or flat squares of bytes. */
export function imageShapeOf(array: NumberArray): ImageShape | undefined {
  const [, a = 0, b = 0, c = 0] = array.shape;
  if (array.shape.length === 3) return { height: a, width: b, channels: 1, order: 'last' };
  if (array.shape.length === 2) return flatShape(array, a);
  if (array.shape.length !== 4) return undefined;
  const behind = c === 1 || (a !== 1 && c <= MOST_CHANNELS && (a > MOST_CHANNELS || c !== 2));
  if (behind) return { height: a, width: b, channels: c, order: 'last' };
  return a <= MOST_CHANNELS ? { channels: a, height: b, width: c, order: 'first' } : undefined;
}

function flatShape({ bytes }: NumberArray, size: number): ImageShape | undefined {
  const side = Math.sqrt(size);
  if (!bytes || size < FLAT_PIXELS || !Number.isInteger(side)) return undefined;
  return { height: side, width: side, channels: 1, order: 'last' };
}

/** The least and the largest number of some rows, and whether all are whole. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

function rangeOf(array: NumberArray, rows: Uint32Array): Range {
  const size = rowSize(array);
  let [least, most, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const row of rows)
    for (let i = row * size; i < (row + 1) * size; i++) {
      const value = array.at(i);
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
  const image = imageShapeOf(array);
  const dimensions = array.shape.length;
  if (dimensions < 3 && !image) return undefined;
  if (array.bytes && hasShades(array.bytes, rowSize(array), train))
    return { shift: 0, divisor: 255, notes: [] };
  const { least, most, whole } = rangeOf(array, train);
  if (least >= -1 && most <= 1) return { shift: 0, divisor: 1, notes: least < 0 ? [keptNote()] : [] };
  const square = image !== undefined && image.width === image.height && image.width >= SQUARE;
  if (dimensions === 3 && !square && !(whole && least >= 0)) return undefined;
  return least >= 0 ? dividedBy(least, most) : standardizedTogether(array, train, least, most);
}

const keptNote = () => l10n.t('The pixels lie between −1 and 1 and are kept as they are.');

/** By the largest number that pixels of that size can have: 255 for what once was bytes. */
function dividedBy(least: number, most: number): PixelScale {
  const divisor = most > 127 && most <= 255 ? 255 : most > 32_767 && most <= 65_535 ? 65_535 : most;
  return {
    shift: 0,
    divisor,
    notes: [
      l10n.t('The pixels, {0} to {1}, are divided by {2}.', short(least), short(most), String(divisor)),
    ],
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

const short = (value: number) => String(Number(value.toPrecision(4)));

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
