import { trainsModel } from '../candidates';
import type { Extra, Finding, Model } from '../finding';
import {
  type ExtraKind,
  type ExtraSetting,
  extraOfCall,
  extraOfSetting,
  settingPattern,
} from '../frameworks/extras';
import { argumentsOf } from './arguments';
import type { Block } from './block';
import { callOf } from './call-index';
import type { Context } from './context';
import { ofCall, ofSetting } from './extra-readers';
import type { Facts, FoundExtra, SettingPlace } from './extra-types';
import { byHand } from './extras-by-hand';
import type { Node } from './node';
import { optimizerExtras } from './optimizer-extras';
import type { Owners } from './owners';

/** What the trainings of a file have beside hyperparameters, by the model that it belongs to. */
export function extrasOf(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
  models: readonly Model[],
): ReadonlyMap<Model, readonly Extra[]> {
  const all = new Map<Model, Extra[]>();
  for (const { node, read } of [
    ...calls(context),
    ...settings(context),
    ...optimizerExtras(context, findings),
    ...byHand(context),
  ]) {
    const own = owners.ownersOf(node);
    for (const model of own.length > 0 ? own : nearest(context, node, models)) {
      const extra = read(factsOf(model, findings));
      if (!extra) continue;
      const known = all.get(model) ?? [];
      if (!known.some(({ note, training }) => note === extra.note && !training && !extra.training))
        known.push(extra);
      all.set(model, known);
    }
  }
  return all;
}

function factsOf(model: Model, findings: readonly Finding[]): Facts {
  const value = (kind: Finding['kind']) =>
    findings.find((one) => one.kind === kind && one.value !== null && trainsModel(one, model))?.value ??
    findings.find((one) => one.kind === kind && one.value !== null && !one.trains)?.value ??
    null;
  return { model, epochs: value('epochs'), rate: value('learningRate') };
}

/** What no model is told for belongs to the one that stands nearest. */
function nearest(context: Context, node: Node, models: readonly Model[]): readonly Model[] {
  const at = context.file.source.start(node);
  const distance = ({ start, end }: Model) => (at < start ? start - at : Math.max(0, at - end));
  const [first] = [...models].sort((a, b) => distance(a) - distance(b));
  return first ? [first] : [];
}

const mayBeExtra = (word: string) => extraOfCall(word) !== undefined;

function calls(context: Context): FoundExtra[] {
  return context.file.source.marked('calls', mayBeExtra).flatMap(({ word, node: name }) => {
    const found = callOf(name);
    const args = found && argumentsOf(found.call);
    if (!found || !args) return [];
    const kind = extraOfCall(word) as ExtraKind;
    const call = { ...found, args, word };
    const read = ofCall(context, kind, call);
    return read ? [{ node: found.call, read }] : [];
  });
}

interface Setting {
  readonly kind: ExtraSetting;
  readonly offset: number;
}

const perBlock = new WeakMap<Block, readonly Setting[]>();

/** Where a block may have settings; read from its text once. */
function settingsIn(block: Block): readonly Setting[] {
  let known = perBlock.get(block);
  if (!known) {
    known = [...wordsOf(block.text)];
    perBlock.set(block, known);
  }
  return known;
}

const wordAt = /\w/;

function* wordsOf(text: string): Generator<Setting> {
  let end = 0;
  for (const { index } of text.matchAll(settingPattern)) {
    if (index < end) continue;
    let start = index;
    while (start > end && wordAt.test(text[start - 1]!)) start--;
    end = index;
    while (end < text.length && wordAt.test(text[end]!)) end++;
    const kind = extraOfSetting(text.slice(start, end));
    if (kind) yield { kind, offset: start };
  }
}

function settings(context: Context): FoundExtra[] {
  return context.file.source.blocks.flatMap((block) =>
    settingsIn(block).flatMap(({ kind, offset }) => {
      const name = block.nodeAt(offset);
      const place = settingAt(name);
      const read = place && ofSetting(context, kind, place);
      return place && read ? [{ node: place.use, read }] : [];
    }),
  );
}

/** `clipnorm=1.0` as an argument, a constant or a member; a key of a dictionary is one too. */
function settingAt(name: Node): SettingPlace | undefined {
  const key = name.type === 'identifier' ? name : name.parent;
  const member = key?.parent?.type === 'attribute' ? key.parent : key;
  const use = member?.parent;
  const field = { keyword_argument: 'name', pair: 'key', assignment: 'left' }[use?.type ?? ''];
  if (!use || !field || use.childForFieldName(field) !== member) return undefined;
  const value = use.childForFieldName(use.type === 'assignment' ? 'right' : 'value');
  return value ? { use, value } : undefined;
}
