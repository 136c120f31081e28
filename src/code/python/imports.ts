import type { Node } from './node';
import { enclosing, same } from './scopes';

/**
 * What the name bound by an import at `name` stands for: `nn` of `import torch.nn as nn` for `torch.nn`, `torch` of
 * `import torch.nn` for `torch`. `undefined` where the identifier is not one that an import binds.
 */
export function importedName(name: Node): string | undefined {
  const parent = name.parent;
  if (!parent) return undefined;
  if (parent.type === 'aliased_import') {
    if (!same(parent.childForFieldName('alias'), name)) return undefined;
    const target = parent.childForFieldName('name');
    return target ? withModule(parent, textOf(target)) : undefined;
  }
  if (parent.type !== 'dotted_name' || !same(parent.firstNamedChild, name)) return undefined;
  const statement = parent.parent;
  if (statement?.type === 'import_statement') return textOf(name);
  if (statement?.type !== 'import_from_statement') return undefined;
  if (same(statement.childForFieldName('module_name'), parent)) return undefined;
  return withModule(parent, textOf(parent));
}

function withModule(node: Node, name: string): string | undefined {
  const from = enclosing(node, 'import_from_statement');
  if (!from) return name;
  const module = from.childForFieldName('module_name');
  return module ? `${textOf(module)}.${name}` : undefined;
}

const textOf = (node: Node) => node.block.textOf(node);

/** A module that the file imports, and whether all of its names came along. */
export interface ImportedModule {
  readonly module: string;
  readonly star: boolean;
}

const importLine = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b[ \t]*(\*)?|import[ \t]+(.+))/gm;

/** The modules that a file imports, read from its text alone: a quick look that trees confirm where it matters. */
export function importedModules(text: string): ImportedModule[] {
  const found: ImportedModule[] = [];
  for (const [, from, star, list] of text.matchAll(importLine)) {
    if (from) found.push({ module: from, star: star !== undefined });
    for (const part of list?.split(',') ?? []) {
      const module = /^\s*([\w.]+)/.exec(part)?.[1];
      if (module) found.push({ module, star: false });
    }
  }
  return found;
}
