import assert from 'node:assert/strict';
import type { Dataset } from '../../src/core/dataset';
import { DataError } from '../../src/data/errors';
import { loadDataset } from '../../src/data/load';
import { parseExperiment } from '../../src/experiment/parse';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Loads as an experiment would, from files in memory. */
export async function load(
  data: Record<string, unknown>,
  files: Record<string, Uint8Array>,
  seed = 1,
  onProgress: (fraction: number) => void = () => {},
): Promise<Dataset> {
  const parsed = parseExperiment({ version: 1, data });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return loadDataset(parsed.experiment.data, {
    seed,
    onProgress,
    isFile: async (path) => Object.hasOwn(files, path),
    readFile: async (path) => {
      if (files[path]) return files[path];
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });
}

/** How many rows of a file are used. */
export const rowsOf = ({ train, validation, test }: Dataset): number =>
  train.count + (validation?.count ?? 0) + test.count;

/** Loads a table from its text. */
export const csv = (text: string, more: Record<string, unknown> = {}) =>
  load({ source: 'csv', file: 'a.csv', ...more }, { 'a.csv': bytesOf(text) });

/** The words of a refusal. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    return error.message;
  }
  return assert.fail('it was not refused');
}

export const table = 'a,b,colour,kind\n1,10,red,x\n2,20,blue,y\n3,30,red,x\n4,40,blue,y\n5,50,red,x\n';

/** An IDX file with these sizes. */
export function idx(sizes: number[], values: number[], type = 8): Uint8Array {
  const head = [
    0,
    0,
    type,
    sizes.length,
    ...sizes.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
  ];
  return Uint8Array.from([...head, ...values]);
}

const view =
  (bytes: number, write: (view: DataView, at: number, value: number) => void) => (values: number[]) => {
    const buffer = new ArrayBuffer(bytes * values.length);
    for (const [i, value] of values.entries()) write(new DataView(buffer), bytes * i, value);
    return new Uint8Array(buffer);
  };

const ARRAYS = {
  '<f2': view(2, (to, at, value) => to.setUint16(at, value, true)),
  '>f4': view(4, (to, at, value) => to.setFloat32(at, value)),
  '<i4': view(4, (to, at, value) => to.setInt32(at, value, true)),
  '>u4': view(4, (to, at, value) => to.setUint32(at, value)),
  '<u2': view(2, (to, at, value) => to.setUint16(at, value, true)),
  '|i1': view(1, (to, at, value) => to.setInt8(at, value)),
  '>u8': view(8, (to, at, value) => to.setBigUint64(at, BigInt(value))),
  '<f4': (values: number[]) => new Uint8Array(Float32Array.from(values).buffer),
  '<f8': (values: number[]) => new Uint8Array(Float64Array.from(values).buffer),
  '<i8': (values: number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  '|u1': (values: number[]) => Uint8Array.from(values),
  '|b1': (values: number[]) => Uint8Array.from(values),
  '>i2': (values: number[]) => Uint8Array.from(values.flatMap((value) => [(value >> 8) & 255, value & 255])),
} as const;

/** A .npy file; the values in the order in which they lie in it. */
export function npy(
  descr: keyof typeof ARRAYS,
  shape: number[],
  values: number[],
  fortran = false,
): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  return npyOf(
    `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${tuple}), }`,
    ARRAYS[descr](values),
  );
}

/** A .npy file with any header. */
export function npyOf(dict: string, body: Uint8Array): Uint8Array {
  const text = `${dict.padEnd(117)}\n`;
  return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, text.length, 0, ...bytesOf(text), ...body]);
}
