import type { CodeLanguage, ScanResult } from '../finding';

/** What the scanner's thread is given at its start. */
export interface ScannerData {
  /** The folder with the parser's compressed files. */
  readonly wasmDir: string;
  /** English text to the person's language, for reasons and hints; left out: English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
  /** Whoever shows the results shows no more than a person can look at. */
  readonly isBounded?: boolean | undefined;
}

/** A file's text, or the texts of a notebook's code cells. */
export type ScanText = string | readonly string[];

export type ToScanner =
  | {
      readonly type: 'scan';
      readonly id: number;
      /** What was read of this document before is gone on from. */
      readonly document: number;
      readonly language: CodeLanguage;
      readonly text: ScanText;
      /** Whether all numbers of a configuration are asked for. */
      readonly numbers?: boolean | undefined;
    }
  | { readonly type: 'close'; readonly document: number };

export type FromScanner =
  | { readonly type: 'ready' }
  /** The parser cannot be loaded: nothing can be read. */
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'scanned'; readonly id: number; readonly result: ScanResult }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };
