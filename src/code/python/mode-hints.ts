import * as l10n from '@vscode/l10n';
import type { CodeHint, Finding } from '../finding';
import { flagReversed, offWithRandomness, tapeWithoutTraining } from '../hints';
import { argumentsOf } from './arguments';
import type { Block } from './block';
import type { Context } from './context';
import { type Node, textOf } from './node';
import type { Owners } from './owners';
import { enclosing } from './scopes';

const flagWords = /\b(?:deterministic|training|inference)[ \t]*=/g;

const perBlock = new WeakMap<Block, readonly number[]>();

function flagsIn(block: Block): readonly number[] {
  let known = perBlock.get(block);
  if (!known) {
    known = Array.from(block.text.matchAll(flagWords), ({ index }) => index);
    perBlock.set(block, known);
  }
  return known;
}

/** What is probably a mistake in how a call is told whether it trains. */
export function hintsOfModes(context: Context): readonly CodeHint[] {
  return context.file.source.blocks.flatMap((block) =>
    flagsIn(block).flatMap((offset) => {
      const argument = block.nodeAt(offset).parent;
      if (argument?.type !== 'keyword_argument') return [];
      return [...reversed(context, argument), ...offWithRandom(context, argument)];
    }),
  );
}

const trains = /^(?:\w+\.)*(?:is_?)?train(?:ing|_mode)?$/i;
const evaluates =
  /^(?:\w+\.)*(?:is_?)?(?:eval|evaluate|evaluation|eval_mode|test|testing|inference|deterministic)$/i;

/** `deterministic=train`, `deterministic=not eval`, `training=not self.training` */
function reversed(context: Context, argument: Node): readonly CodeHint[] {
  const [name, value] = [argument.childForFieldName('name'), argument.childForFieldName('value')];
  if (!name || !value) return [];
  const flag = textOf(name);
  const isNot = value.type === 'not_operator';
  const inner = isNot ? value.childForFieldName('argument') : value;
  if (!inner || !/^(?:identifier|attribute)$/.test(inner.type)) return [];
  const word = textOf(inner);
  const wantsTraining = flag === 'training';
  const isTraining = trains.test(word);
  if (!isTraining && !evaluates.test(word)) return [];
  if (isTraining !== isNot ? wantsTraining : !wantsTraining) return [];
  const newText = isNot ? word : `not ${word}`;
  const fix = {
    title: l10n.t('Change to {0}', `${flag}=${newText}`),
    edits: [{ ...context.file.source.span(value), newText }],
  };
  const framework =
    flag !== 'training' ? 'flax' : context.file.traits.packages.has('torch') ? 'torch' : 'keras';
  return [flagReversed(context.file.source.span(argument), textOf(argument), framework, fix)];
}

/** `model.apply(params, x, deterministic=True, rngs={'dropout': key})` */
function offWithRandom(context: Context, argument: Node): readonly CodeHint[] {
  const value = argument.childForFieldName('value');
  const flag = textOf(argument.childForFieldName('name')!);
  const isOff = (flag === 'training' ? 'false' : 'true') === value?.type;
  const call = enclosing(argument, 'call');
  const rngs = call && argumentsOf(call)?.keywords.get('rngs');
  if (!isOff || !rngs || !/['"]dropout['"]\s*:/.test(textOf(rngs.value))) return [];
  return [offWithRandomness(context.file.source.span(argument))];
}

/** What a network is called where nothing tells what it is. */
const networkName =
  /^(?:self\.)?\w*(?:model|net|network|discriminator|classifier|encoder|decoder|student)\w*$/i;

/** `with tf.GradientTape() as tape: y = model(x)` in a step of training. */
export function hintsOfTapes(
  context: Context,
  findings: readonly Finding[],
  owners: Owners | undefined,
): readonly CodeHint[] {
  const { file } = context;
  if (!findings.some(({ kind, spelling }) => kind === 'dropout' && /^keras\.|Dropout/.test(spelling)))
    return [];
  const seen = new Set<Node>();
  return file.calls.get('GradientTape').flatMap((tape) => {
    const block = enclosing(tape, 'with_statement');
    const body = block?.childForFieldName('body');
    const around = block && (enclosing(block, 'function_definition') ?? block.parent);
    if (!body || !around || !/trainable_|apply_gradients|minimize/.test(textOf(around))) return [];
    if (/\.watch\(/.test(textOf(body))) return [];
    return callsIn(body).flatMap((call) => {
      if (seen.has(call)) return [];
      seen.add(call);
      return isModelCall(context, call, owners)
        ? [tapeWithoutTraining(file.source.span(call), trainIt(context, call))]
        : [];
    });
  });
}

function callsIn(body: Node): Node[] {
  const found: Node[] = [];
  const open = [body];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.type === 'call') found.push(one);
    for (const child of one.namedChildren) open.push(child);
  }
  return found;
}

/** `model(x)` without a word on training. */
function isModelCall(context: Context, call: Node, owners: Owners | undefined): boolean {
  const callee = call.childForFieldName('function');
  const args = argumentsOf(call);
  if (!callee || !args || args.positional.length !== 1 || args.splats.length > 0) return false;
  if (args.keywords.has('training') || !/^(?:identifier|attribute)$/.test(callee.type)) return false;
  if (context.file.qualify(callee) !== undefined) return false;
  const text = textOf(callee);
  if (text === 'self') return true;
  const models = owners?.of(callee) ?? [];
  if (models.length > 0)
    return models.some(({ layers }) => layers.some(({ kind }) => kind === 'dropout')) && isObject(callee);
  const binding = callee.type === 'identifier' ? context.file.bindings.of(text, callee)[0] : undefined;
  if (binding && /^(?:function|class|import)$/.test(binding.kind)) return false;
  return networkName.test(text);
}

/** A method of a model, such as `model.summary(x)`, is no model. */
function isObject(callee: Node): boolean {
  return callee.type === 'identifier' || textOf(callee).startsWith('self.');
}

function trainIt({ file }: Context, call: Node) {
  const last = call.childForFieldName('arguments')?.lastNamedChild;
  if (!last || last.type === 'comment') return undefined;
  const at = file.source.end(last);
  const newText = ', training=True';
  return { title: l10n.t('Add {0}', 'training=True'), edits: [{ start: at, end: at, newText }] };
}
