import { tune } from './engine';
import bytes from './kernels.wasm';

/** The exported kernel functions. Arguments named after structs are addresses; see `assembly/net.ts`. */
export interface Kernels {
  /** Takes steps within the epoch; returns the number taken (fewer, with `diverged` set, if the last one diverged). */
  train(net: number, steps: number): number;
  /** Evaluates chunks `from` … `to` − 1 (of `chunkRows` samples each) of a set of samples. */
  evaluateChunks(net: number, settings: number, samples: number, from: number, to: number): void;
  /** Evaluates all chunks of all sets. */
  evaluateAll(net: number, settings: number): void;
  /** Mean loss of a set after all its chunks were evaluated; writes the correct predictions to `hits`. */
  sumOfChunks(net: number, samples: number): number;
  /** Fills `order` with the permutation of an epoch; `scratch` needs 64 bytes. */
  shuffle(order: number, count: number, seed: number, epoch: number, scratch: number): void;
  /** Draws a layer's weights from N(0, deviation²) and sets its biases to 0. */
  initialize(net: number, layer: number, deviation: number, seed: number): void;
  /** Masks the batch's inputs and passes them forward. */
  forwardRows(net: number, settings: number, key: number, tiles: number, maskTile: number): void;
  /** As `forwardRows`, with loss and backward pass; returns the sum of the losses. */
  gradientRows(
    net: number,
    settings: number,
    key: number,
    rows: number,
    maskTile: number,
    total: number,
  ): number;
  /**
   * Writes a unit's gradient, after `gradientRows`, to the sums in scratch: tiles of its lines; for the last unit, also
   * the biases.
   */
  gradientOfUnit(net: number, settings: number, layer: number, unit: number, rows: number): void;
  /** Writes the gradient of a layer's normalization, after `gradientRows`, to its own memory. */
  gradientOfNorm(net: number, layer: number, rows: number): void;
  /** Drops the connections that this key says, until `keepConnections`. */
  dropConnections(net: number, key: number): void;
  keepConnections(net: number): void;
  /** Turns the logits of the first rows into probabilities. */
  softmaxRows(net: number, rows: number): void;
  /** Must be called after weights were written from outside. */
  refreshAll(net: number): void;
  /** Makes a layer dense. */
  dense(layer: number): void;
  /** Sets the number of threads from the next task on; 0 dismisses the helpers. */
  setThreads(net: number, threads: number): void;
  /** 16 random words, for tests: word i of the blocks c0 … c0 + 3 at `out` + 16·i. */
  philoxBlocks(c0: number, c1: number, c2: number, c3: number, key0: number, key1: number, out: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels, compiled once per thread. */
export function kernelsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytes);
  return compiled;
}

/** Instantiates the kernels on a memory. */
export function instantiate(memory: WebAssembly.Memory, module = kernelsModule()): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  tune(exports);
  return exports as unknown as Kernels;
}
