/** Exports that depend on the engine. */
interface Tuned {
  useShortLoops(use: boolean): void;
}

/**
 * Whether the engine keeps the kernels' instruction order; see `assembly/loops.ts`. This cannot be queried. V8 keeps it
 * since Turboshaft compiles WebAssembly, so a global introduced shortly after serves as an indicator: Node 24 and VS
 * Code have both, Node 22 neither. A wrong guess only costs time.
 */
const keepsOrder = 'Float16Array' in globalThis;

/** Selects the fastest loops for this engine. Results do not depend on it. */
export function tune(exports: WebAssembly.Exports): void {
  (exports as unknown as Tuned).useShortLoops(!keepsOrder);
}
