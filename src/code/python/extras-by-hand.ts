import * as l10n from '@vscode/l10n';
import type { Context } from './context';
import type { FoundExtra } from './extra-types';
import { type Node, textOf } from './node';
import { enclosing } from './scopes';

/** What people write themselves: rates that are set, penalties that are added, loops that are left. */
export function byHand(context: Context): FoundExtra[] {
  return [...ratesSet(context), ...loopsLeft(context), ...penalties(context)];
}

const ofOptimizer = /group|^p?g$|opt/i;

/** `for group in optimizer.param_groups: group['lr'] = …`, `optimizer.learning_rate = …` */
function ratesSet(context: Context): FoundExtra[] {
  const { file } = context;
  return ['lr', 'learning_rate'].flatMap((key) =>
    file.assigned.anywhere(key).flatMap(({ object, target }) => {
      if (!ofOptimizer.test(object) || /^self\.(?:opt|option)s?$|^opts?$/.test(object)) return [];
      const note = l10n.t(
        'the learning rate is changed while it trains: {0}',
        context.tracer.quote(target.parent ?? target),
      );
      return [{ node: target, read: () => ({ note }) }];
    }),
  );
}

const patience = /patien|early|no_?improv|not_?improv|bad_?epoch|wait|stop/i;

/** `if epochs_without_improvement > patience: break` in a loop over epochs. */
function loopsLeft(context: Context): FoundExtra[] {
  const found: FoundExtra[] = [];
  for (const block of context.file.source.blocksWith('break')) {
    for (const offset of block.offsetsOf('break')) {
      const node = block.nodeAt(offset);
      const branch =
        node.type === 'break_statement' ? enclosing(node, 'if_statement', 'for_statement') : null;
      const condition = branch?.childForFieldName('condition');
      const loop = branch && enclosing(branch, 'for_statement', 'while_statement');
      const counter = loop?.childForFieldName('left') ?? loop?.childForFieldName('condition');
      if (
        !condition ||
        !loop ||
        !patience.test(textOf(condition)) ||
        !counter ||
        !/ep/i.test(textOf(counter))
      )
        continue;
      const note = l10n.t('early stopping is left out: {0}', context.tracer.quote(condition));
      found.push({ node: loop, read: () => ({ note }) });
    }
  }
  return found;
}

const weights = /\.(?:abs|pow|square|norm)\(|\bnorm\(|\*\*\s*2|l2_loss|l1_loss/;
const others = /grad|numel|print|log|clip/;

/** `l1 = sum(p.abs().sum() for p in model.parameters())` */
function penalties(context: Context): FoundExtra[] {
  const { file } = context;
  return ['parameters', 'named_parameters'].flatMap((word) =>
    file.calls.get(word).flatMap((call): FoundExtra[] => {
      const whole = enclosing(call, 'generator_expression', 'list_comprehension', 'for_statement');
      const holder = whole && isSmall(whole) ? whole : null;
      const text = holder ? textOf(holder) : '';
      if (!holder || !weights.test(text) || others.test(text)) return [];
      const note = l10n.t('a penalty on weights is left out: {0}', context.tracer.quote(holder));
      return [{ node: call, read: () => ({ note }) }];
    }),
  );
}

const isSmall = ({ startIndex, endIndex }: Node) => endIndex - startIndex < 300;
