import type { Experiment } from '../../experiment/schema';

/** A program that trains what an experiment says. */
export interface GeneratedCode {
  readonly code: string;
  /** What of the experiment the program leaves out or does otherwise, in words; empty: nothing. */
  readonly notes: readonly string[];
}

/** Writes experiments as programs for one library. */
export interface CodeGenerator {
  readonly id: string;
  readonly title: string;
  /** What its programs are like, in a few words. */
  description(): string;
  /** What VS Code calls the language. */
  readonly language: 'python' | 'javascript';
  readonly extension: '.py' | '.mjs';
  generate(experiment: Experiment): GeneratedCode;
}
