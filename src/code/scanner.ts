import type { Parser } from '@vscode/tree-sitter-wasm';
import { Context as HouseContext } from './find/context';
import { readPython as readByHouse } from './find/python';
import { mentionsTensorFlow, readTensorFlowJs } from './find/tfjs';
import type { CodeLanguage, ScanResult } from './finding';
import { joinCells, toCell } from './notebook/cells';
import { readIpynb } from './notebook/ipynb';
import { Parsers } from './parser';
import { Context } from './python/context';
import { readPython } from './python/read';
import { PythonSource } from './python/source';
import { readSettings } from './settings/read';
import { mapResult } from './spans';
import { parseJavaScript } from './syntax/parse';
import { PythonText } from './syntax/python-file';
import { unreadableSoFar } from './syntax/python-readable';
import { withBudget } from './work';

export { WASM_FILES } from './parser';

/** Python is read by `find/python.ts` and not by `python/read.ts`. */
const isHouse = () => process.env.HOUSE === '1';

const NOTHING: ScanResult = { findings: [], models: [], hints: [], broken: false };

/** So many statements of one text that the parser cannot cope with are found out at once; others with the next edit. */
const MOST_ATTEMPTS = 3;

/** A text, or the code cells of an open notebook, that is scanned again and again while it is edited. */
export class CodeDocument {
  private context: Context | undefined;
  private house: PythonText | undefined;
  /** That of the parser when the context's trees were made. */
  private generation = 0;

  constructor(
    private readonly parsers: Parsers,
    readonly language: CodeLanguage,
  ) {}

  /** Scans `text`; what has not changed since the last call is not parsed again. */
  update(text: string): ScanResult {
    return this.measure(text).result;
  }

  /** As {@link update}, with the steps that it took. */
  measure(text: string): { readonly result: ScanResult; readonly steps: number } {
    return this.measured(text.length, () => this.read(text));
  }

  private measured(
    length: number,
    read: () => ScanResult,
    attempts = MOST_ATTEMPTS,
  ): { readonly result: ScanResult; readonly steps: number } {
    const before = unreadableSoFar();
    const { value, isCut, steps } = withBudget(length, read, NOTHING);
    const isBroken = this.parsers.mend();
    // What broke the parser, or took it too long, is passed over from now on: the rest is read.
    if (attempts > 1 && (isBroken || unreadableSoFar() > before)) {
      if (!isBroken) this.dispose();
      return this.measured(length, read, attempts - 1);
    }
    // What was broken off in the middle is no state to go on from.
    if (isCut) this.dispose();
    return { result: isCut ? { ...value, isCut } : value, steps };
  }

  private read(text: string): ScanResult {
    switch (this.language) {
      case 'python':
        return this.python(text);
      case 'notebook': {
        const notebook = readIpynb(text);
        return notebook ? mapResult(this.python(notebook.text), (span) => notebook.toFile(span)) : NOTHING;
      }
      case 'javascript':
      case 'typescript':
        return this.javascript(text);
      default:
        return readSettings(text, this.language);
    }
  }

  /** Scans the code cells of a notebook together; every span says which `cell` it counts in. */
  updateCells(cells: readonly string[]): ScanResult {
    const { text, starts } = joinCells(cells);
    const { result } = this.measured(text.length, () => this.python(text));
    return mapResult(result, (span) => toCell(starts, span));
  }

  private javascript(text: string): ScanResult {
    if (!mentionsTensorFlow(text)) return NOTHING;
    const { file, isBroken } = parseJavaScript(this.parsers, text);
    return readTensorFlowJs(text, file, isBroken);
  }

  private python(text: string): ScanResult {
    if (isHouse()) {
      this.house ??= new PythonText(this.parsers);
      const { file, isBroken } = this.house.read(text);
      return readByHouse(new HouseContext(text, file), isBroken);
    }
    if (!this.isAlive) this.context = undefined;
    this.generation = this.parsers.generation;
    const source = PythonSource.read(text, this.parsers.python, this.context?.file.source);
    this.context = new Context(source, this.context);
    return readPython(this.context);
  }

  /** The trees are still there: no text has broken the parser since. */
  private get isAlive(): boolean {
    return this.generation === this.parsers.generation;
  }

  /** Frees the syntax trees. */
  dispose(): void {
    if (this.isAlive) this.context?.file.source.dispose();
    this.context = undefined;
    this.house = undefined;
  }
}

const isJavaScript = (language: CodeLanguage) => language === 'javascript' || language === 'typescript';

/** Reads hyperparameters and layers from source code. Load once, keep for the life of the process. */
export class CodeScanner {
  private constructor(
    private readonly parsers: Parsers,
    private readonly wasmDir: string,
  ) {}

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
    if (isJavaScript(language) && mentionsTensorFlow(text)) await this.parsers.loadTsx(this.wasmDir);
  }

  /** For those who look at Python's syntax trees themselves. */
  get parser(): Parser {
    return this.parsers.python;
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
    return new CodeDocument(this.parsers, language);
  }
}
