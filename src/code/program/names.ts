import { type Callable, type Class, type Expression, lastName, type Name, type Node } from '../syntax/tree';

/** What a function is called by. */
export interface Title {
  /** `null`: it has no name, as an argument of a call. */
  readonly name: string | null;
  /** Where the name is bound. */
  readonly at: Node;
  /** It is called as a member of an object. */
  readonly isMethod: boolean;
}

/** The name that a function is called by: what it is assigned to comes before its own. */
export function titleOf(callable: Callable): Title {
  const { up } = callable;
  const given = up && assignedTo(up, callable);
  if (given) return given;
  if (callable.name) return { name: callable.name.name, at: callable.name, isMethod: false };
  const isDefault = up?.type === 'other' && up.word === 'export_statement';
  return { name: isDefault ? 'default' : null, at: callable, isMethod: false };
}

function assignedTo(up: Node, value: Expression): Title | undefined {
  switch (up.type) {
    case 'declaration':
    case 'assignment': {
      const name = up.value === value ? lastName(up.target) : undefined;
      const isMethod = up.target.type === 'member';
      return name === undefined ? undefined : { name, at: up.target, isMethod };
    }
    case 'entry':
      return up.key === null ? undefined : { name: up.key, at: up, isMethod: true };
    case 'field':
      return up.name === null ? undefined : { name: up.name, at: up, isMethod: true };
    default:
      return undefined;
  }
}

/** `class Net {}`, `const Net = class {}`; empty: it has none. */
export function nameOfClass({ name, up }: Class): string {
  if (name) return name.name;
  return up?.type === 'declaration' && up.target.type === 'name' ? up.target.name : '';
}

/** Whether a name stands for a value there, and is not bound. */
export function isUse(name: Name): boolean {
  const { up } = name;
  switch (up?.type) {
    case 'declaration':
    case 'assignment':
    case 'parameter':
      return up.target !== name;
    case 'callable':
    case 'class':
    case 'module':
      return up.name !== name;
    case 'import':
      return false;
    case 'other':
      return up.word !== 'global_statement' && up.word !== 'nonlocal_statement';
    default:
      return true;
  }
}
