import { keras } from './keras';
import { numpy } from './numpy';
import { pytorch } from './pytorch';
import { tfjs } from './tfjs';
import type { CodeGenerator } from './types';

export { commentedCode } from './commented';
export type { CodeGenerator, GeneratedCode } from './types';

/** Every library that experiments can be written for: one file and one line here each. */
export const codeGenerators: readonly CodeGenerator[] = [pytorch, keras, numpy, tfjs];
