import { crc32 as zipCrc } from 'node:zlib';

/** CRC-32C by its definition (RFC 3720), bit by bit: apart from the reader's own. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** As TFRecords store it: rotated right by 15 bits, plus a constant (tensorflow/core/lib/hash/crc32c.h). */
const masked = (crc: number) =>
  Number((((BigInt(crc) >> 15n) | (BigInt(crc) << 17n)) + 0xa282ead8n) & 0xffffffffn);

/** A protobuf field: key, and its contents. */
export function field(number: number, type: 0 | 1 | 2 | 5, contents: Buffer): Buffer {
  const size = type === 2 ? varint(contents.length) : Buffer.alloc(0);
  return Buffer.concat([varint(number * 8 + type), size, contents]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  if (rest < 0n) rest += 1n << 64n;
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const float = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const double = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

function recordHead(length: number): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(length, 0);
  head.writeUInt32LE(masked(crc32c(head.subarray(0, 8))), 8);
  return head;
}

/** A TFRecord of zeros, whose own checksum is not worked out: that would take longer than what is tested. */
export const longRecord = (length: number): Buffer =>
  Buffer.concat([recordHead(length), Buffer.alloc(length + 4)]);

/** A TFRecord around data. */
export function tfRecord(data: Buffer): Buffer {
  const head = recordHead(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(masked(crc32c(data)));
  return Buffer.concat([head, data, tail]);
}

/** An Event with scalars: as `simple_value` (PyTorch), or as a tensor (TensorFlow 2). */
export const event = (step: number, values: Readonly<Record<string, number>>, asTensor = false): Buffer =>
  tfRecord(eventData(step, values, asTensor));

export function eventData(step: number, values: Readonly<Record<string, number>>, asTensor = false): Buffer {
  const summaries = Object.entries(values).map(([tag, value]) => {
    const tensor = Buffer.concat([
      field(1, 0, varint(1)),
      field(2, 2, Buffer.alloc(0)),
      field(4, 2, float(value)),
    ]);
    const content = asTensor ? field(8, 2, tensor) : field(2, 5, float(value));
    return field(1, 2, Buffer.concat([field(1, 2, Buffer.from(tag)), content]));
  });
  return Buffer.concat([
    field(1, 1, double(1.7e9)),
    field(2, 0, varint(step)),
    field(5, 2, Buffer.concat(summaries)),
  ]);
}

export const eventFile = (...events: Buffer[]): Buffer =>
  Buffer.concat([
    tfRecord(Buffer.concat([field(1, 1, double(1.7e9)), field(3, 2, Buffer.from('brain.Event:2'))])),
    ...events,
  ]);

const BLOCK = 1 << 15;

/** Full, first, middle or last. */
const chunkType = (isFirst: boolean, isLast: boolean) => (isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3);

/** A run file of W&B with these records. */
export function wandbFile(...records: Buffer[]): Buffer {
  let file = Buffer.from([...Buffer.from(':W&B'), 0xe1, 0xbe, 0]);
  for (const record of records) {
    let left = record;
    let isFirst = true;
    do {
      let room = BLOCK - (file.length % BLOCK);
      if (room < 7) {
        file = Buffer.concat([file, Buffer.alloc(room)]);
        room = BLOCK;
      }
      const part = left.subarray(0, room - 7);
      left = left.subarray(part.length);
      const type = chunkType(isFirst, left.length === 0);
      const head = Buffer.alloc(7);
      head.writeUInt32LE(zipCrc(Buffer.concat([Buffer.from([type]), part])));
      head.writeUInt16LE(part.length, 4);
      head[6] = type;
      file = Buffer.concat([file, head, part]);
      isFirst = false;
    } while (left.length > 0);
  }
  return file;
}

const item = (key: string, json: string) =>
  Buffer.concat([field(1, 2, Buffer.from(key)), field(16, 2, Buffer.from(json))]);

/** A history record; numbers as JSON. */
export const history = (step: number, values: Readonly<Record<string, string>>): Buffer =>
  field(
    2,
    2,
    Buffer.concat([
      ...Object.entries(values).map(([key, json]) => field(1, 2, item(key, json))),
      field(2, 2, field(1, 0, varint(step))),
    ]),
  );

export const config = (values: Readonly<Record<string, string>>): Buffer =>
  field(
    17,
    2,
    field(4, 2, Buffer.concat(Object.entries(values).map(([key, json]) => field(1, 2, item(key, json))))),
  );
