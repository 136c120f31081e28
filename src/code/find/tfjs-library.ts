import type { Program } from '../program/program';
import type { Binding } from '../program/scopes';
import { type Expression, lastName, type Name, pathOf } from '../syntax/tree';

/** The packages of TensorFlow.js; what they export is known under `tf`. */
const packages = /^@tensorflow\/tfjs(?:-(?:core|layers|node|node-gpu|converter|data))?$/;

/** What uses the library without importing it. */
const uses = /\btf\s*\.\s*(?:sequential|layers|model)\b/;

const MAX_HOPS = 8;

/** A parameter that only callers give. */
const isGiven = ({ formal, value }: Binding) => formal !== undefined && value === null;

/** What in a file is TensorFlow.js. */
export class Library {
  /** `tf` is used and nowhere bound in the file, unless as a parameter: a script tag or a caller brings it. */
  readonly isGlobal: boolean;
  /** The file imports TensorFlow.js, or uses the global `tf`. */
  readonly isUsed: boolean;

  readonly #program: Program;

  constructor(program: Program, text: string) {
    this.#program = program;
    const all = program.scopes.all();
    const isFree = all.every(({ name, bindings }) => name !== 'tf' || bindings.every(isGiven));
    this.isGlobal = isFree && uses.test(text);
    const isImported = (one: Binding) => this.#imported(one) !== undefined || comesFrom(one.value);
    this.isUsed = this.isGlobal || all.some(({ bindings }) => bindings.some(isImported));
  }

  /** The path below `tf` that an expression stands for; `undefined`: it comes from elsewhere. */
  qualify(expression: Expression): string | undefined {
    return this.#path(expression, 0)?.join('.');
  }

  #path(expression: Expression, hops: number): readonly string[] | undefined {
    if (hops > MAX_HOPS) return undefined;
    switch (expression.type) {
      case 'member': {
        const object = this.#path(expression.object, hops);
        return object && [...object, expression.name];
      }
      case 'call':
        return isImport(expression) ? [] : undefined;
      case 'other': {
        // `(0, tf.layers.dropout)(…)`, as compilers write it.
        const last = expression.word === 'sequence' ? expression.parts.at(-1) : undefined;
        return last && this.#path(last as Expression, hops + 1);
      }
      case 'name':
        return this.#pathOf(expression, hops);
      default:
        return undefined;
    }
  }

  #pathOf(name: Name, hops: number): readonly string[] | undefined {
    const [only, ...more] = this.#program.scopes.find(name.name, name);
    if (!only || isGiven(only)) return name.name === 'tf' && this.isGlobal ? [] : undefined;
    // `tf = require('@tensorflow/tfjs-node-gpu')` after another package of it is it all the same.
    if (!more.every((one) => this.#imported(one)?.length === 0)) return undefined;
    return this.#imported(only) ?? (only.value ? this.#path(only.value, hops + 1) : undefined);
  }

  #imported({ imported, value }: Binding): readonly string[] | undefined {
    if (imported) return packages.test(imported.module) ? imported.path : undefined;
    return value && isImport(value) ? [] : undefined;
  }
}

/** `require('@tensorflow/tfjs').layers` */
function comesFrom(value: Expression | null): boolean {
  let root = value;
  while (root?.type === 'member') root = root.object;
  return root !== null && isImport(root);
}

/** `require('@tensorflow/tfjs')`, `await import('@tensorflow/tfjs')` */
function isImport(value: Expression): boolean {
  if (value.type !== 'call' || !/^(?:require|import)$/.test(pathOf(value.callee) ?? '')) return false;
  const [module] = value.args;
  return module?.type === 'text' && packages.test(module.value);
}

/** What is called is a member of something. */
export const methodOf = ({ callee }: Expression & { type: 'call' }) =>
  callee.type === 'member' ? lastName(callee) : undefined;
