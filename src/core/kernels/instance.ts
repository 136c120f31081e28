import { tune } from './engine';
import bytes from './kernels.wasm';

/** The functions of the kernels. Arguments named after structures are addresses; see `assembly/net.ts`. */
export interface Kernels {
  /** Takes steps within the epoch; returns how many (fewer, with `diverged` set, if the last one diverged). */
  train(net: number, steps: number): number;
  /** Evaluates chunks `from` … `to` − 1 (of `chunkRows` samples each) of a set of samples. */
  evaluateChunks(net: number, settings: number, samples: number, from: number, to: number): void;
  /** Evaluates all chunks of every set. */
  evaluateAll(net: number, settings: number): void;
  /** The mean loss of a set whose chunks were all evaluated; the right answers go to `hits`. */
  sumOfChunks(net: number, samples: number): number;
  /** Fills `order` with the permutation of an epoch; `scratch` holds 64 bytes. */
  shuffle(order: number, count: number, seed: number, epoch: number, scratch: number): void;
  /** Draws a layer's weights, N(0, deviation²); biases are 0. */
  initialize(net: number, layer: number, deviation: number, seed: number): void;
  /** Masks the batch's inputs and passes them forward. */
  forwardRows(net: number, settings: number, key: number, tiles: number, maskTile: number): void;
  /** The same with loss and backward pass; returns the sum of the losses. */
  gradientRows(
    net: number,
    settings: number,
    key: number,
    rows: number,
    maskTile: number,
    total: number,
  ): number;
  /** A unit's gradient after `gradientRows`, into the scratch's sums: tiles of its lines, the last one's biases. */
  gradientOfUnit(net: number, settings: number, layer: number, unit: number, rows: number): void;
  /** Turns the logits of the first rows into probabilities. */
  softmaxRows(net: number, rows: number): void;
  /** To be called after weights were written from outside. */
  refreshAll(net: number): void;
  /** Makes a layer a dense one. */
  dense(layer: number): void;
  /** Lets this many threads work from the next task on; 0 sends the helpers home. */
  setThreads(net: number, threads: number): void;
  /** 16 random words, for tests: word i of the blocks c0 … c0 + 3 at `out` + 16·i. */
  philoxBlocks(c0: number, c1: number, c2: number, c3: number, key0: number, key1: number, out: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels, compiled once in each thread. */
export function kernelsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytes);
  return compiled;
}

/** Instantiates the kernels over a memory. */
export function instantiate(memory: WebAssembly.Memory, module = kernelsModule()): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  tune(exports);
  return exports as unknown as Kernels;
}
