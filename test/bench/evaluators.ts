import { join } from 'node:path';
import { rounded } from '../../src/code/evaluate/arithmetic';
import { Evaluator } from '../../src/code/evaluate/evaluator';
import type { Finding } from '../../src/code/finding';
import { canonical } from '../../src/code/frameworks/canonical';
import { spellings } from '../../src/code/frameworks/index';
import type { Argument } from '../../src/code/frameworks/types';
import { PYTHON } from '../../src/code/program/dialect';
import { Program } from '../../src/code/program/program';
import { CodeScanner } from '../../src/code/scanner';
import { LEFT_OUT_OF_PYTHON, pythonTree } from '../../src/code/syntax/python';
import { rawOf } from '../../src/code/syntax/raw';
import type { Call, Expression } from '../../src/code/syntax/tree';
import type { Case } from '../code/cases/case';
import { conventions } from '../code/cases/conventions';
import { fastai } from '../code/cases/fastai';
import { jax } from '../code/cases/jax';
import { keras } from '../code/cases/keras';
import { names } from '../code/cases/names';
import { programs } from '../code/cases/programs/index';
import { pytorch } from '../code/cases/pytorch';
import { scratch } from '../code/cases/scratch';
import { tensorflow } from '../code/cases/tensorflow';
import { torchLike } from '../code/cases/torch-like';
import { trainers } from '../code/cases/trainers';

const all: readonly Case[] = [
  ...[pytorch, keras, tensorflow, jax, trainers, scratch, fastai, torchLike, names, conventions].flat(),
  ...Object.values(programs).flat(),
];

/** A call's argument as the evaluator reads it, by its kind and place: the value and where it is written, or why not. */
type Read = ReadonlyMap<string, string>;

const MAX_HOPS = 8;

/** The qualified name of an expression through imports and aliases. */
function qualify(program: Program, expression: Expression, hops = 0): string | undefined {
  if (expression.type === 'member') {
    const object = qualify(program, expression.object, hops);
    return object === undefined ? undefined : `${object}.${expression.name}`;
  }
  if (expression.type !== 'name' || hops > MAX_HOPS) return undefined;
  const [only, ...more] = program.scopes.find(expression.name, expression);
  if (!only || more.length > 0) return undefined;
  if (!only.imported) return only.value ? qualify(program, only.value, hops + 1) : undefined;
  return [only.imported.module, ...only.imported.path].filter((part) => part !== '').join('.');
}

function argumentOf(call: Call, { names: keys, position }: Argument) {
  const keyword = call.keywords.find(({ key }) => key !== null && keys.includes(key));
  const value = keyword?.value ?? (position === undefined ? undefined : call.args[position]);
  return value && { value, at: keyword ?? value };
}

function readBy(evaluator: Evaluator): Read {
  const found = new Map<string, string>();
  for (const call of evaluator.program.calls) {
    const spelling = spellings.get(canonical(qualify(evaluator.program, call.callee) ?? ''));
    for (const argument of spelling?.args ?? []) {
      const given = argumentOf(call, argument);
      const { start } = spelling?.whole ? call : (given?.at ?? call);
      if (given)
        found.set(`${argument.kind} ${start}`, numberIn(evaluator, given.value, argument.keep ?? false));
    }
  }
  return found;
}

function numberIn(evaluator: Evaluator, expression: Expression, isKept: boolean): string {
  const outcome = evaluator.number(expression);
  if (outcome.reason !== null) return `? (${outcome.reason})`;
  const { value, complement, literal } = outcome;
  return `${complement === isKept ? value : rounded(1 - value)} @${literal.start}`;
}

const described = ({ value, edit, reason }: Finding) =>
  value === null ? `? (${reason})` : `${value} @${edit?.start}`;

/**
 * `bench -- evaluators [WORDS]`: what the evaluator of `src/code/evaluate` makes of the arguments that the Python
 * snippets of test/code/cases have, beside what the scanner finds; with WORDS the differences that contain them.
 */
export async function run([, words]: readonly string[]): Promise<void> {
  const scanner = await CodeScanner.load(join('node_modules', '@vscode', 'tree-sitter-wasm', 'wasm'), true);
  const counts = { findings: 0, same: 0, otherValue: 0, otherReason: 0, lost: 0, found: 0, notLookedAt: 0 };
  for (const { title, code, language = 'python' } of all.filter(
    (one) => (one.language ?? 'python') === 'python',
  )) {
    const isOfCall = ({ spelling, name, isDefault }: Finding) =>
      spellings.has(spelling) && name === null && !isDefault;
    const findings = scanner.scan(code, language).findings.filter(isOfCall);
    const tree = scanner.parser.parse(code)!;
    const file = pythonTree(code, rawOf(tree, LEFT_OUT_OF_PYTHON));
    tree.delete();
    const read = readBy(new Evaluator(new Program(file, PYTHON), code));
    for (const finding of findings) {
      const [wanted, got] = [described(finding), read.get(`${finding.kind} ${finding.start}`)];
      counts.findings++;
      const difference = differenceOf(wanted, got);
      counts[difference]++;
      const line = `${difference}: ${title}: ${wanted} → ${got}\n`;
      if (difference !== 'same' && words !== undefined && line.includes(words)) process.stdout.write(line);
    }
  }
  process.stdout.write(`${JSON.stringify({ bench: 'evaluators', ...counts })}\n`);
}

function differenceOf(wanted: string, got: string | undefined) {
  if (got === undefined) return 'notLookedAt';
  if (got === wanted) return 'same';
  const [wasLost, isLost] = [wanted.startsWith('?'), got.startsWith('?')];
  if (wasLost) return isLost ? 'otherReason' : 'found';
  return isLost ? 'lost' : 'otherValue';
}
