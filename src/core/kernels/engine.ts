/** What an engine needs to be told of. */
interface Tuned {
  useShortLoops(use: boolean): void;
}

/**
 * Whether the engine keeps the order of the kernels' instructions; see `assembly/loops.ts`. There is no way to ask. V8
 * does since Turboshaft compiles its WebAssembly, and an object that came shortly after tells: Node 24 and VS Code have
 * both, Node 22 has neither. A wrong guess costs time and nothing else.
 */
const keepsOrder = 'Float16Array' in globalThis;

/** Chooses what is fastest in this engine. The bits never depend on it. */
export function tune(exports: WebAssembly.Exports): void {
  (exports as unknown as Tuned).useShortLoops(!keepsOrder);
}
