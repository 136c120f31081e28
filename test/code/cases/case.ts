import type { CodeLanguage } from '../../../src/code/finding';

/**
 * A snippet and everything that must be found in it, in the order of the text, as {@link describe} writes it. What is
 * not listed must not be found.
 */
export interface Case {
  readonly title: string;
  readonly code: string;
  readonly expected: readonly string[];
  readonly language?: CodeLanguage;
}

/** `found('…', code, 'dropout 0.5 «0.5»', …)`. */
export function found(title: string, code: string, ...expected: string[]): Case {
  return { title, code, expected };
}

/** A snippet in which nothing must be found. */
export function never(title: string, code: string): Case {
  return { title, code, expected: [] };
}

/** The same cases in another language. */
export function inLanguage(language: CodeLanguage, cases: readonly Case[]): Case[] {
  return cases.map((one) => ({ ...one, language }));
}
