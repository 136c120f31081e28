// Compilers differ in what they make of long loops. Those that keep the order of the source hold all sums in registers.
// TurboFan, which V8 used for WebAssembly until 2024 (Node 20 and 22), first does all loads of a loop and then the
// arithmetic sum by sum; what does not fit into sixteen registers goes through memory. There, loops of one step that need
// few registers are faster. Which are used never changes a bit.

let short: bool = false;

/** Selects single-step or long loops. Must be called in each instance. */
export function useShortLoops(use: bool): void {
  short = use;
}

export function shortLoops(): bool {
  return short;
}
