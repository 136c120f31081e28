import * as l10n from '@vscode/l10n';
import type { Arguments } from './arguments';
import { argumentsOf } from './arguments';
import type { Binding } from './bindings';
import { constructionsOf, redefinitionsOf } from './constructions';
import { isUpdated, valueInValue } from './dicts';
import { elementAt } from './elements';
import { feedsOf } from './feeds';
import {
  formalOfField,
  formalOfInherited,
  ownOfConfigurations,
  typeOfParameter,
  uniqueConfigField,
} from './fields';
import { followFormal } from './formals';
import { stringOf } from './literals';
import type { Node } from './node';
import { followOption } from './option-values';
import { defaultOfFlag } from './options';

import { classOf, enclosing, same } from './scopes';
import { less, lost, type Outcome, type Route, type Tracer } from './trace';

/** Follows `object.name` and `object['name']`. */
export class Members {
  constructor(private readonly tracer: Tracer) {}

  follow(node: Node, route: Route): Outcome {
    const { file } = this.tracer;
    const object = node.childForFieldName(node.type === 'attribute' ? 'object' : 'value');
    const key = this.keyOf(node);
    if (!object || key === undefined)
      return elementAt(this.tracer, node, route) ?? { ...route, node, reason: null };
    if (file.qualify(node) === 'wandb.config') return this.sweep(node, route);
    if (
      node.type === 'attribute' &&
      object.type === 'identifier' &&
      /^(?:self|cls)$/.test(file.text(object))
    ) {
      return this.ofSelf(node, key, route);
    }
    if (/^self\.hparams$/.test(file.text(object))) return this.ofHparams(node, key, route);
    return this.ofObject(node, object, key, route);
  }

  /** `d.get('k', 0.1)`, `kwargs.pop('k', 0.1)` and `getattr(o, 'k', 0.1)`: the member, else the default. */
  lookup(call: Node, callee: Node, args: Arguments, route: Route): Outcome | undefined {
    const { file } = this.tracer;
    if (callee.type !== 'call' && file.qualify(callee) === 'os.getenv') {
      const value = args.positional[1] ?? args.keywords.get('default')?.value;
      return value && this.tracer.trace(value, less('medium', this.tracer.step(route, call)));
    }
    const isGetattr =
      callee.type === 'identifier' && file.text(callee) === 'getattr' && file.isFromStar(callee);
    const isGet = callee.type === 'attribute' && /\.(?:get|pop)$/.test(file.text(callee));
    if (!isGetattr && !isGet) return undefined;
    const [object, name, value] = isGetattr
      ? args.positional
      : [callee.childForFieldName('object'), ...args.positional];
    const key = name && stringOf(name);
    if (!object || !key) return undefined;
    return this.ofKeywords(object, key, route) ?? this.elseDefault(call, object, key, value, route);
  }

  private elseDefault(
    call: Node,
    object: Node,
    key: string,
    value: Node | null | undefined,
    route: Route,
  ): Outcome {
    const found = this.ofObject(call, object, key, this.tracer.step(route, call));
    if (found.node && !same(found.node, call)) return found;
    return value ? this.tracer.trace(value, less('medium', this.tracer.step(route, call))) : found;
  }

  /** What the calls of a function give its `**kwargs` under a key; `undefined`: nothing. */
  private ofKeywords(object: Node, key: string, route: Route): Outcome | undefined {
    const { file } = this.tracer;
    const definition = enclosing(object, 'function_definition');
    const parameters = definition?.childForFieldName('parameters')?.namedChildren ?? [];
    const isKeywords = parameters.some(
      ({ type, firstNamedChild: name }) =>
        type === 'dictionary_splat_pattern' && name !== null && file.text(name) === file.text(object),
    );
    if (!definition || !isKeywords) return undefined;
    const calls = file.callsOf(definition);
    const given = calls.flatMap((call) => argumentsOf(call)?.keywords.get(key) ?? []);
    const [only, ...more] = given;
    if (!only) return undefined;
    if (more.length === 0 && calls.length === 1)
      return this.tracer.trace(only.value, this.tracer.step(route, only.argument));
    return lost(route, l10n.t('{0} has a default and is given in some calls', key));
  }

  /** A TensorFlow 1 placeholder has the value that `feed_dict` gives it in training. */
  fed(binding: Binding, route: Route): Outcome | undefined {
    const value = binding.value;
    if (value?.type !== 'call') return undefined;
    const callee = value.childForFieldName('function');
    const name = callee && this.tracer.file.qualify(callee);
    if (!name || !/^tensorflow\.placeholder(?:_with_default)?$/.test(name)) return undefined;
    return feedsOf(this.tracer, binding, route);
  }

  private keyOf(node: Node): string | undefined {
    const { file } = this.tracer;
    if (node.type === 'attribute') {
      const name = node.childForFieldName('attribute');
      return name ? file.text(name) : undefined;
    }
    const keys = node.childrenForFieldName('subscript');
    return keys.length === 1 && keys[0] ? this.tracer.stringAt(keys[0]) : undefined;
  }

  private ofSelf(node: Node, key: string, route: Route): Outcome {
    for (let owner = classOf(node), hops = 0; owner && hops < 8; hops++) {
      const assigned = this.tracer.file.assigned.ofSelf(owner, key);
      if (assigned.length > 1) {
        return lost(route, l10n.t('self.{0} is assigned {1} times', key, assigned.length));
      }
      if (assigned[0]) return this.tracer.trace(assigned[0], route);
      const field = this.ofClass(owner, key, route);
      const others = field ? redefinitionsOf(this.tracer.file, owner, key) : 0;
      if (others > 0) return lost(route, l10n.t('self.{0} is assigned {1} times', key, others + 1));
      if (field) return field;
      owner = this.tracer.file.baseOf(owner) ?? null;
    }
    return lost(route, l10n.t('self.{0} is not assigned in this file', key));
  }

  /** Lightning's `save_hyperparameters()` keeps the arguments of `__init__`. */
  private ofHparams(node: Node, key: string, route: Route): Outcome {
    const { file } = this.tracer;
    const owner = classOf(node);
    const init = owner && file.methodOf(owner, '__init__');
    const [parameter] = init ? file.bindings.within(key, init) : [];
    if (!parameter || !owner) return lost(route, l10n.t('{0} is not a parameter of __init__', key));
    return followFormal(this.tracer, route, {
      name: key,
      default: parameter.value,
      calls: constructionsOf(file, owner),
    });
  }

  /** A field in the body of a class: its default, unless the calls of the class give another. */
  private ofClass(owner: Node, key: string, route: Route): Outcome | undefined {
    const formal = formalOfField(this.tracer.file, owner, key);
    return formal && followFormal(this.tracer, route, formal);
  }

  private ofClassOrBase(owner: Node, key: string, route: Route): Outcome | undefined {
    const formal = formalOfInherited(this.tracer.file, owner, key);
    return formal && followFormal(this.tracer, route, formal);
  }

  /** The argument `config=` of `wandb.init`. */
  private sweep(node: Node, route: Route): Outcome {
    const { file } = this.tracer;
    for (const call of file.calls.get('init')) {
      const callee = call.childForFieldName('function');
      const config =
        callee && file.qualify(callee) === 'wandb.init'
          ? argumentsOf(call)?.keywords.get('config')
          : undefined;
      if (config) return this.tracer.trace(config.value, less('medium', route));
    }
    return { ...route, node, reason: null };
  }

  private ofObject(node: Node, object: Node, key: string, route: Route): Outcome {
    const assigned = this.tracer.file.assigned.of(this.tracer.file.text(object), key);
    const options = this.tracer.file.options.get(key);
    if (assigned.length + (options.length > 0 ? 1 : 0) > 1) {
      return lost(route, l10n.t('{0} is set in several places', this.tracer.quote(node)));
    }
    if (assigned[0]) return this.tracer.trace(assigned[0], route);
    const module = this.tracer.file.qualify(object);
    if (module && !/(?:^|\.)FLAGS$|^wandb\.config$/.test(module)) {
      return lost(route, l10n.t('{0} comes from another file: {1}', this.tracer.quote(node), module));
    }
    return (
      this.ofKnownObject(object, key, route) ??
      followOption(this.tracer, node, object, key, route) ??
      this.byConvention(node, object, key, route)
    );
  }

  private ofKnownObject(object: Node, key: string, route: Route): Outcome | undefined {
    const { file } = this.tracer;
    const typed = typeOfParameter(file, object);
    if (typed && this.isChanged(typed, key))
      return lost(route, l10n.t('{0} is set in several places', this.tracer.quote(object)));
    if (typed) return this.ofClassOrBase(typed, key, route);
    const target = this.tracer.trace(object);
    if (!target.node) return undefined;
    const confidence = less(target.confidence, route);
    if (target.node.type === 'class_definition') return this.ofClassOrBase(target.node, key, confidence);
    const value = valueInValue(this.tracer, target.node, key);
    if (value && isUpdated(file, object, key))
      return lost(confidence, l10n.t('{0} is set in several places', this.tracer.quote(object)));
    if (value) return this.tracer.trace(value, this.tracer.step(confidence, value.parent ?? value));
    const flag = key === 'value' ? defaultOfFlag(target.node) : undefined;
    if (flag) return this.tracer.trace(flag, this.tracer.step(confidence, target.node));
    return target.node.type === 'call' ? this.ofInstance(target.node, key, confidence) : undefined;
  }

  /** Whether an object of a class is given another value for a field: `config.lr = 0.1`, `replace(config, lr=0.1)`. */
  private isChanged(owner: Node, key: string): boolean {
    const { file } = this.tracer;
    const isOf = (node: Node | null | undefined) => {
      const made = node ? this.tracer.trace(node).node : null;
      const callee = made?.type === 'call' ? made.childForFieldName('function') : null;
      return !!callee && same(file.definitionOf(callee), owner);
    };
    const assigned = file.assigned
      .anywhere(key)
      .some(({ target }) => isOf(target.childForFieldName(target.type === 'attribute' ? 'object' : 'value')));
    return (
      assigned ||
      file.calls.get('replace').some((call) => {
        const args = argumentsOf(call);
        return !!args?.keywords.has(key) && isOf(args.positional[0]);
      })
    );
  }

  /** `Config(lr=0.1).lr`, and `Config().lr` with a field or an assignment in `__init__`. */
  private ofInstance(call: Node, key: string, route: Route): Outcome | undefined {
    const { file } = this.tracer;
    const callee = call.childForFieldName('function');
    const definition = callee ? file.definitionOf(callee) : undefined;
    if (definition?.type !== 'class_definition') return undefined;
    const assigned = file.assigned.ofSelf(definition, key);
    if (assigned.length === 1) return this.tracer.trace(assigned[0]!, route);
    const formal = formalOfInherited(file, definition, key);
    if (formal) return followFormal(this.tracer, route, { ...formal, calls: [call] });
    const given = argumentsOf(call)?.keywords.get(key);
    return given && this.tracer.trace(given.value, this.tracer.step(route, given.argument));
  }

  /** `config.dropout` of an untyped `config` means the one configuration class or dictionary that has it. */
  private byConvention(node: Node, object: Node, key: string, route: Route): Outcome {
    const field = uniqueConfigField(this.tracer.file, key);
    if (field) {
      const next = this.tracer.step(less('medium', route), field.owner);
      const owner = classOf(field.name);
      return (owner && this.ofClass(owner, key, next)) ?? lost(route, this.tracer.quote(node));
    }
    const [sole, ...others] = this.tracer.file.assigned.ofConfigurations(key);
    if (sole && others.length === 0)
      return this.tracer.trace(sole, less('medium', this.tracer.step(route, sole.parent ?? sole)));
    const own = ownOfConfigurations(this.tracer.file, key);
    if (own) return this.tracer.trace(own, less('medium', this.tracer.step(route, own.parent ?? own)));
    const traced = this.tracer.trace(object);
    if (traced.reason) return lost(route, traced.reason);
    return lost(route, l10n.t('{0} is not defined in this file', this.tracer.quote(node)));
  }
}
