import { knownCall } from './find/calls';
import { Context } from './find/context';
import { readPython } from './find/python';
import { mentionsTensorFlow, readTensorFlowJs } from './find/tfjs';
import type { CodeLanguage, ScanResult } from './finding';
import { joinCells, toCell } from './notebook/cells';
import { readIpynb } from './notebook/ipynb';
import { Parsers } from './parser';
import { readSettings } from './settings/read';
import { mapResult } from './spans';
import { parseJavaScript } from './syntax/parse';
import { PythonText } from './syntax/python-file';
import { withBudget } from './work';

export { WASM_FILES } from './parser';

const NOTHING: ScanResult = { findings: [], models: [], hints: [], broken: false };

/** A text, or the code cells of an open notebook, that is scanned again and again while it is edited. */
export class CodeDocument {
  #python: PythonText | undefined;

  readonly #parsers: Parsers;

  constructor(
    parsers: Parsers,
    readonly language: CodeLanguage,
  ) {
    this.#parsers = parsers;
  }

  /** Scans `text`; what has not changed since the last call is not parsed again. */
  update(text: string): ScanResult {
    return this.measure(text).result;
  }

  /** As {@link update}, with the steps that it took. */
  measure(text: string): { readonly result: ScanResult; readonly steps: number } {
    return this.#measured(text.length, () => this.#read(text));
  }

  #measured(length: number, read: () => ScanResult) {
    const { value, isCut, steps } = withBudget(length, read, NOTHING);
    this.#parsers.mend();
    return { result: isCut ? { ...value, isCut } : value, steps };
  }

  #read(text: string): ScanResult {
    switch (this.language) {
      case 'python':
        return this.#readPython(text);
      case 'notebook': {
        const notebook = readIpynb(text);
        return notebook
          ? mapResult(this.#readPython(notebook.text), (span) => notebook.toFile(span))
          : NOTHING;
      }
      case 'javascript':
      case 'typescript':
        return this.#javascript(text);
      default:
        return readSettings(text, this.language);
    }
  }

  /** Scans the code cells of a notebook together; every span says which `cell` it counts in. */
  updateCells(cells: readonly string[]): ScanResult {
    const { text, starts } = joinCells(cells);
    const { result } = this.#measured(text.length, () => this.#readPython(text));
    return mapResult(result, (span) => toCell(starts, span));
  }

  #javascript(text: string): ScanResult {
    if (!mentionsTensorFlow(text)) return NOTHING;
    const { file, isBroken } = parseJavaScript(this.#parsers, text);
    return readTensorFlowJs(text, file, isBroken);
  }

  #readPython(text: string): ScanResult {
    this.#python ??= new PythonText(this.#parsers);
    const { file, isBroken } = this.#python.read(text);
    return readPython(new Context(text, file, knownCall), isBroken);
  }

  /** Lets go of what is kept for the next state of the text. */
  dispose(): void {
    this.#python = undefined;
  }
}

const isJavaScript = (language: CodeLanguage) => language === 'javascript' || language === 'typescript';

/** Reads hyperparameters and layers from source code. Load once, keep for the life of the process. */
export class CodeScanner {
  readonly #parsers: Parsers;
  readonly #wasmDir: string;

  private constructor(parsers: Parsers, wasmDir: string) {
    this.#parsers = parsers;
    this.#wasmDir = wasmDir;
  }

  /**
   * Throws an `Error` that names a missing file.
   *
   * @param wasmDir the directory with {@link WASM_FILES}
   * @param isLazy whoever scans waits for {@link prepare} before
   */
  static async load(wasmDir: string, isLazy = false): Promise<CodeScanner> {
    const parsers = await Parsers.load(wasmDir);
    if (!isLazy) await parsers.loadTsx(wasmDir);
    return new CodeScanner(parsers, wasmDir);
  }

  /** Loads what reading a text takes: most JavaScript has nothing to do with TensorFlow.js, and is never parsed. */
  async prepare(language: CodeLanguage, text: string): Promise<void> {
    if (isJavaScript(language) && mentionsTensorFlow(text)) await this.#parsers.loadTsx(this.#wasmDir);
  }

  /** Scans a text once. */
  scan(text: string, language: CodeLanguage): ScanResult {
    const document = this.open(language);
    try {
      return document.update(text);
    } finally {
      document.dispose();
    }
  }

  /** A document to scan at every change; dispose it when it is closed. */
  open(language: CodeLanguage): CodeDocument {
    return new CodeDocument(this.#parsers, language);
  }
}
