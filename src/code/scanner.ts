import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as treeSitter from '@vscode/tree-sitter-wasm';
import { readConfig } from './config/read';
import type { CodeLanguage, ScanResult } from './finding';
import { readJavaScript } from './js/read';
import { joinCells, toCell } from './notebook/cells';
import { readIpynb } from './notebook/ipynb';
import { Context } from './python/context';
import { readPython } from './python/read';
import { PythonSource } from './python/source';
import { mapResult } from './spans';
import { withBudget } from './work';

/** The two files of `@vscode/tree-sitter-wasm` that must lie in the directory that {@link CodeScanner.load} is given. */
export const WASM_FILES = ['tree-sitter.wasm', 'tree-sitter-python.wasm'] as const;

const NOTHING: ScanResult = { findings: [], models: [], hints: [], broken: false };

/** A text, or the code cells of an open notebook, that is scanned again and again while it is edited. */
export class CodeDocument {
  private context: Context | undefined;

  constructor(
    private readonly parser: treeSitter.Parser,
    readonly language: CodeLanguage,
  ) {}

  /** Scans `text`; what has not changed since the last call is not parsed again. */
  update(text: string): ScanResult {
    return this.measured(text.length, () => this.read(text)).result;
  }

  /** As {@link update}, with the steps that it took. */
  measure(text: string): { readonly result: ScanResult; readonly steps: number } {
    return this.measured(text.length, () => this.read(text));
  }

  private measured(length: number, read: () => ScanResult) {
    const { value, isCut, steps } = withBudget(length, read, NOTHING);
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
        return readJavaScript(text);
      default:
        return readConfig(text, this.language);
    }
  }

  /** Scans the code cells of a notebook together; every span says which `cell` it counts in. */
  updateCells(cells: readonly string[]): ScanResult {
    const { text, starts } = joinCells(cells);
    const { result } = this.measured(text.length, () => this.python(text));
    return mapResult(result, (span) => toCell(starts, span));
  }

  private python(text: string): ScanResult {
    const source = PythonSource.read(text, this.parser, this.context?.file.source);
    this.context = new Context(source, this.context);
    return readPython(this.context);
  }

  /** Frees the syntax trees. */
  dispose(): void {
    this.context?.file.source.dispose();
    this.context = undefined;
  }
}

/** Reads hyperparameters and layers from source code. Load once, keep for the life of the process. */
export class CodeScanner {
  private constructor(
    /** For those who look at syntax trees themselves. */
    readonly parser: treeSitter.Parser,
  ) {}

  /** @param wasmDir the directory with {@link WASM_FILES}; throws an `Error` that names a missing one. */
  static async load(wasmDir: string): Promise<CodeScanner> {
    const [runtime, grammar] = await Promise.all(WASM_FILES.map((name) => readFile(join(wasmDir, name))));
    const options = { wasmBinary: runtime, locateFile: (name: string) => join(wasmDir, name) };
    await treeSitter.Parser.init(options);
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(new Uint8Array(grammar!)));
    return new CodeScanner(parser);
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
    return new CodeDocument(this.parser, language);
  }
}
