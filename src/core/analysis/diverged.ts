/** A range test ends where the loss has come to this many times the loss that it began with. */
export const DIVERGED = 4;
