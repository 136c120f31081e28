import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as treeSitter from '@vscode/tree-sitter-wasm';

/** The two files of `@vscode/tree-sitter-wasm` that must lie in the directory that the parser is loaded from. */
export const WASM_FILES = ['tree-sitter.wasm', 'tree-sitter-python.wasm'] as const;

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
const LOADING = Symbol.for('dropout-playground.python-parser');
const home: { [LOADING]?: Promise<PythonParser> | undefined } = treeSitter.Parser as object;

/**
 * The parser of Python, one for the process: the package keeps one instance of its WebAssembly. A text may break it in
 * the middle of its work; {@link mend} makes its memory again what it was when it was loaded.
 */
export class PythonParser {
  /** How often the memory was made anew. Trees of an earlier generation are gone, and must not be freed. */
  generation = 0;
  readonly #fresh: Uint8Array;
  readonly #stackTop: number;

  private constructor(
    readonly parser: treeSitter.Parser,
    private readonly memory: WebAssembly.Memory,
    private readonly stackPointer: WebAssembly.Global<'i32'>,
    stack: number,
  ) {
    this.#stackTop = stack + STACK_BYTES;
    stackPointer.value = this.#stackTop;
    // The stack was allocated last, and memory is taken page by page.
    this.#fresh = new Uint8Array(memory.buffer).slice(0, this.#stackTop + 2 * PAGE_BYTES);
  }

  /** Throws an `Error` that names a missing one of {@link WASM_FILES}. */
  static async load(wasmDir: string): Promise<PythonParser> {
    const files = await Promise.all(WASM_FILES.map((name) => readFile(join(wasmDir, name))));
    const [runtime, grammar] = files.map((file) => new Uint8Array(file)) as [Uint8Array, Uint8Array];
    home[LOADING] ??= PythonParser.#start(runtime, grammar).catch((error) => {
      home[LOADING] = undefined;
      throw error;
    });
    return home[LOADING];
  }

  static async #start(runtime: Uint8Array, grammar: Uint8Array): Promise<PythonParser> {
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
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(grammar));
    const stack = (options as typeof options & Module)._malloc(STACK_BYTES);
    return new PythonParser(parser, wasmMemory, stackPointer!, stack);
  }

  /** Makes the memory anew if something was thrown from inside of the parser; false: nothing was. */
  mend(): boolean {
    if (this.stackPointer.value === this.#stackTop) return false;
    const bytes = new Uint8Array(this.memory.buffer);
    bytes.set(this.#fresh);
    bytes.fill(0, this.#fresh.length);
    this.stackPointer.value = this.#stackTop;
    this.generation++;
    return true;
  }
}
