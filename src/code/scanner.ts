import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as treeSitter from '@vscode/tree-sitter-wasm';
import { readConfig } from './config/read';
import type { CodeLanguage, ScanResult } from './finding';
import { readPython } from './python/read';
import { PythonSource } from './python/source';

/** The two files of `@vscode/tree-sitter-wasm` that must lie in the directory that {@link CodeScanner.load} is given. */
export const WASM_FILES = ['tree-sitter.wasm', 'tree-sitter-python.wasm'] as const;

/** A text that is scanned again and again while it is edited. */
export class CodeDocument {
  private source: PythonSource | undefined;

  constructor(
    private readonly parser: treeSitter.Parser,
    readonly language: CodeLanguage,
  ) {}

  /** Scans `text`; what has not changed since the last call is not parsed again. */
  update(text: string): ScanResult {
    if (this.language !== 'python') return readConfig(text, this.language);
    this.source = PythonSource.read(text, this.parser, this.source);
    return readPython(this.source);
  }

  /** Frees the syntax trees. */
  dispose(): void {
    this.source?.dispose();
    this.source = undefined;
  }
}

/** Reads hyperparameters and layers from source code. Load once, keep for the life of the process. */
export class CodeScanner {
  private constructor(private readonly parser: treeSitter.Parser) {}

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
