import * as l10n from '@vscode/l10n';
import { numberOf } from '../../evaluate/arithmetic';
import type { Extra, Model } from '../../finding';
import { type ExtraSetting, extraOfSetting } from '../../frameworks/extras';
import { type Expression, lastName, type Node } from '../../syntax/tree';
import { type Arguments, argumentsOf } from '../arguments';
import type { Context } from '../context';
import { isConstant } from '../given';
import { mixed, mixingNote, numberOr } from './calls';
import { quoted } from './quoted';
import { noted, type ReadExtra, taken } from './types';

/** A name that is given a value. */
interface Setting {
  readonly use: Node;
  readonly name: string;
  readonly value: Expression;
}

/** `clipnorm=1.0` as an argument, a constant or a member; a key of a dictionary is one too. */
function settingAt(use: Node): Setting | undefined {
  const isNamed = use.type === 'entry' || (use.type === 'field' && use.kind === 'field');
  if (isNamed) return settingOf(use, use.type === 'entry' ? use.key : use.name, use.value);
  const isAssigned = use.type === 'declaration' || (use.type === 'assignment' && use.operator === '=');
  return isAssigned ? settingOf(use, lastName(use.target) ?? null, use.value) : undefined;
}

function settingOf(use: Node, name: string | null, value: Expression | null): Setting | undefined {
  return name !== null && value ? { use, name, value } : undefined;
}

/** Reads a setting such as `clipnorm=1.0`; `undefined`: it is switched off, or it is none. */
export function ofSetting(context: Context, use: Node): ReadExtra | undefined {
  const setting = settingAt(use);
  const kind = setting && extraOfSetting(setting.name);
  if (!kind) return undefined;
  const value = context.evaluator.follow(setting.value).expression ?? setting.value;
  if (isConstant(value, null, false)) return undefined;
  if (kind === 'penalty') return penalty(context, setting, value);
  const clipped = kind === 'clipping' ? clippingOf(setting.name, numberOf(value)) : undefined;
  if (clipped) return taken(clipped);
  const share = kind === 'smoothing' ? numberOf(value) : undefined;
  if (share !== undefined && share > 0 && share < 1) return taken({ labelSmoothing: share });
  if (kind === 'mixing') return mixed(numberOf(value)) ?? mixingNote(context, use);
  const isAssigned = use.type !== 'entry';
  // A limit that a call makes is read there.
  if (kind === 'limit' ? value.type === 'call' : isOff(kind, numberOf(value), isAssigned)) return undefined;
  return noted(notes[kind](quoted(context, use)));
}

/** A variable is read where it is given. */
const isReadLater = ({ program }: Context, use: Node) =>
  use.type === 'declaration' && use.target.type === 'name' && program.usesOf(use.target.name).length > 0;

/** Where the norm of the whole gradient, or each of its numbers, is limited; Keras' `clipnorm` is of each variable. */
const limits: Readonly<Record<string, 'clipNorm' | 'clipValue'>> = {
  clipvalue: 'clipValue',
  global_clipnorm: 'clipNorm',
  gradient_clip_val: 'clipNorm',
  max_grad_norm: 'clipNorm',
  gradient_clip_norm: 'clipNorm',
};

function clippingOf(name: string, limit: number | undefined): Extra['training'] {
  const key = Object.hasOwn(limits, name) ? limits[name] : undefined;
  return key && limit !== undefined && limit > 0 && limit <= 1e6 ? { [key]: limit } : undefined;
}

function isOff(kind: ExtraSetting, number: number | undefined, isAssigned: boolean): boolean {
  if (kind === 'classWeights' && isAssigned) return true;
  return number === (kind === 'accumulation' ? 1 : 0);
}

const notes: Readonly<Record<Exclude<ExtraSetting, 'penalty' | 'mixing'>, (text: string) => string>> = {
  clipping: (text) => l10n.t('gradients are clipped: {0}', text),
  accumulation: (text) => l10n.t('gradients are accumulated over several batches: {0}', text),
  smoothing: (text) => l10n.t('labels are smoothed: {0}', text),
  classWeights: (text) => l10n.t('classes are weighted: {0}', text),
  averaging: (text) => l10n.t('weights are averaged: {0}', text),
  limit: (text) => l10n.t('a constraint on the weights is left out: {0}', text),
};

/**
 * Keras adds its factor times the sum of the squared weights to the loss, of which the gradient is twice the factor
 * times the weight; TensorFlow 1's adds half of it.
 */
function penalty(context: Context, { use, name }: Setting, value: Expression): ReadExtra | undefined {
  if (isReadLater(context, use)) return undefined;
  const isGiven = use.type === 'entry' && use.up?.type === 'call';
  const factors = isGiven && /kernel|weights|^W_/.test(name) ? factorsOf(context, value) : undefined;
  if (!factors) return noted(l10n.t('a penalty on weights is left out: {0}', quoted(context, use)));
  const { l1, l2 } = factors;
  const training = {
    ...(l1 > 0 && { l1 }),
    ...(l2 > 0 && { weightDecay: Number((2 * l2).toPrecision(12)) }),
  };
  const note = l10n.t('the penalty {0} of some layers is taken for all', quoted(context, value));
  return ({ model }) => ({ training, note: isOfAll(context, name, model) ? null : note });
}

/** Whether as many layers with weights are penalized as a model has. */
function isOfAll(context: Context, name: string, { layers }: Model): boolean {
  return layers.every((layer) => layer.kind !== 'linear' || context.slice(layer).includes(name));
}

const usual = 0.01;

interface Factors {
  readonly l1: number;
  readonly l2: number;
}

function factorsOf(context: Context, value: Expression): Factors | undefined {
  const word = context.stringAt(value);
  if (word !== undefined) return factorsOfWord(word.toLowerCase());
  return value.type === 'call'
    ? factorsOfCall(context, lastName(value.callee)?.toLowerCase() ?? '', argumentsOf(value))
    : undefined;
}

/** `kernel_regularizer='l2'` */
function factorsOfWord(word: string): Factors | undefined {
  if (!/^(?:l1|l2|l1_l2|l1l2)$/.test(word)) return undefined;
  return { l1: word.includes('l1') ? usual : 0, l2: word.includes('l2') ? usual : 0 };
}

function factorsOfCall(context: Context, name: string, args: Arguments): Factors | undefined {
  const kind = name.replace('_regularizer', '').replaceAll('_', '');
  const half = name.endsWith('_regularizer') ? 0.5 : 1;
  const read = (key: string, position: number, otherwise: number) =>
    numberOr(context, args, { names: [key, 'l', 'scale'], position }, otherwise);
  const isBoth = kind === 'l1l2';
  const l1 = isBoth || kind === 'l1' ? read('l1', 0, isBoth ? 0 : usual) : 0;
  const l2 = isBoth || kind === 'l2' ? read('l2', isBoth ? 1 : 0, isBoth ? 0 : usual) : 0;
  if (l1 === undefined || l2 === undefined || !/^l(?:1|2|1l2)$/.test(kind)) return undefined;
  return { l1, l2: l2 * half };
}
