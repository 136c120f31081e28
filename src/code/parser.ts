import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import * as treeSitter from '@vscode/tree-sitter-wasm';

/** The files of `@vscode/tree-sitter-wasm`, compressed, that must lie in the directory that the parsers are loaded from. */
export const WASM_FILES = [
  'tree-sitter.wasm.br',
  'tree-sitter-python.wasm.br',
  'tree-sitter-tsx.wasm.br',
] as const;

const decompress = promisify(brotliDecompress);

const PAGE_BYTES = 1 << 16;
/** Pages that the package takes by itself, and may take: 1 GB, several times what the longest text that is read needs. */
const MEMORY = { initial: 512, maximum: 16_384 };

/**
 * The package's own stack in WebAssembly's memory, of 64 KB, lies above its data, and what recurses too deep writes
 * over them. This one is so large that the engine's stack overflows first, which throws before any harm is done.
 */
const STACK_BYTES = 16 * PAGE_BYTES;

/** What the package's options become, and what it hands to WebAssembly. */
interface Module {
  _malloc(bytes: number): number;
}
interface Imports extends WebAssembly.Imports {
  readonly env: { readonly __stack_pointer: WebAssembly.Global<'i32'> };
}

/** Kept with the package, of which a process has one however often this module is bundled. */
const LOADING = Symbol.for('dropout-playground.parsers');
const home: { [LOADING]?: Promise<Parsers> | undefined } = treeSitter.Parser as object;

/**
 * The parsers of Python and of JavaScript, one of each for the process: the package keeps one instance of its
 * WebAssembly. A text may break it in the middle of its work; {@link mend} makes its memory again what it was when it
 * was loaded.
 */
export class Parsers {
  #fresh: Uint8Array;
  readonly #stackTop: number;
  #tsx: treeSitter.Parser | undefined;
  #loadingTsx: Promise<void> | undefined;

  readonly #memory: WebAssembly.Memory;
  readonly #stackPointer: WebAssembly.Global<'i32'>;

  private constructor(
    readonly python: treeSitter.Parser,
    memory: WebAssembly.Memory,
    stackPointer: WebAssembly.Global<'i32'>,
    stack: number,
  ) {
    this.#memory = memory;
    this.#stackPointer = stackPointer;
    this.#stackTop = stack + STACK_BYTES;
    stackPointer.value = this.#stackTop;
    this.#fresh = this.#used();
  }

  /** Throws an `Error` that names a missing one of {@link WASM_FILES}. */
  static async load(wasmDir: string): Promise<Parsers> {
    const [runtime, python] = await Promise.all(
      [WASM_FILES[0], WASM_FILES[1]].map((name) => bytesOf(wasmDir, name)),
    );
    home[LOADING] ??= Parsers.#start(runtime!, python!).catch((error) => {
      home[LOADING] = undefined;
      throw error;
    });
    return home[LOADING];
  }

  static async #start(runtime: Uint8Array, grammar: Uint8Array): Promise<Parsers> {
    const wasmMemory = new WebAssembly.Memory(MEMORY);
    const compiled = await WebAssembly.compile(runtime as BufferSource);
    let stackPointer: WebAssembly.Global<'i32'> | undefined;
    const options = {
      wasmMemory,
      locateFile: (name: string) => name,
      // That it was aborted is thrown, too.
      printErr: () => {},
      instantiateWasm(imports: Imports, receive: (instance: WebAssembly.Instance, module: object) => void) {
        stackPointer = imports.env.__stack_pointer;
        WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance, compiled));
        return {};
      },
    };
    await treeSitter.Parser.init(options);
    const parser = await parserOf(grammar);
    const stack = (options as typeof options & Module)._malloc(STACK_BYTES);
    return new Parsers(parser, wasmMemory, stackPointer!, stack);
  }

  /** The grammar of TypeScript with elements, which reads JavaScript as well. Throws where it is not loaded. */
  get tsx(): treeSitter.Parser {
    if (!this.#tsx) throw new Error(`${WASM_FILES[2]} is not loaded.`);
    return this.#tsx;
  }

  /** Loads the grammar of {@link tsx} when it is first needed. All trees are gone then. */
  loadTsx(wasmDir: string): Promise<void> {
    this.#loadingTsx ??= this.#startTsx(wasmDir).catch((error) => {
      this.#loadingTsx = undefined;
      throw error;
    });
    return this.#loadingTsx;
  }

  async #startTsx(wasmDir: string): Promise<void> {
    const grammar = await bytesOf(wasmDir, WASM_FILES[2]);
    this.#renew();
    this.#tsx = await parserOf(grammar);
    this.#fresh = this.#used();
  }

  /** Makes the memory anew if something was thrown from inside of a parser; false: nothing was. */
  mend(): boolean {
    if (this.#stackPointer.value === this.#stackTop) return false;
    this.#renew();
    return true;
  }

  #renew(): void {
    const end = this.#end();
    const bytes = new Uint8Array(this.#memory.buffer);
    bytes.set(this.#fresh);
    // Memory that was never touched costs nothing, and is not touched here.
    if (end > this.#fresh.length) bytes.fill(0, this.#fresh.length, end);
    this.#stackPointer.value = this.#stackTop;
  }

  #used(): Uint8Array {
    return new Uint8Array(this.#memory.buffer).slice(0, this.#end());
  }

  /** The offset after the last word that is not 0. */
  #end(): number {
    const words = new Int32Array(this.#memory.buffer);
    let end = words.length;
    while (end > 0 && words[end - 1] === 0) end--;
    return 4 * end;
  }
}

async function bytesOf(wasmDir: string, name: string): Promise<Uint8Array> {
  return decompress(await readFile(join(wasmDir, name)));
}

async function parserOf(grammar: Uint8Array): Promise<treeSitter.Parser> {
  const parser = new treeSitter.Parser();
  return parser.setLanguage(await treeSitter.Language.load(grammar));
}
