/** Table of a reflected CRC-32 with this polynomial. */
const tableOf = (polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });

/** CRC-32C (Castagnoli), which TFRecords have. */
export const CASTAGNOLI = tableOf(0x82f63b78);
/** CRC-32 of zip and IEEE 802.3, which W&B's files have. */
export const IEEE = tableOf(0xedb88320);

/** The checksum of bytes from `from` to `to`. @param start that of the bytes before them. */
export function crc32(table: Uint32Array, bytes: Uint8Array, from: number, to: number, start = 0): number {
  let crc = ~start;
  for (let at = from; at < to; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** As TFRecords store it: rotated and shifted, so that a checksum of checksums is not weak. */
export const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
