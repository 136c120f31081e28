/** Numbers from 0 to below 1 that follow from a seed (mulberry32): the same on every machine. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The item that a number from 0 to below 1 falls on; undefined where there is none. */
export const itemAt = (items, fraction) => items[Math.floor(fraction * items.length)];
