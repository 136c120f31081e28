import { DisposableObject } from './disposable';
import type { Event } from './store/emitter';

/** What takes the threads for a while: a run, a comparison, a range test, a study. */
export interface Turn {
  readonly onDidChange: Event<unknown>;
  /** What goes on; null: nothing. */
  going(): unknown;
  /** Another has begun. */
  giveWay(): void;
  /** Nothing goes on any more: what only made way may go on. */
  goOn?(): void;
}

/** One experiment of the window at a time: whoever begins lets all others make way. */
export class Turns extends DisposableObject {
  readonly #members: { readonly turn: Turn; going: unknown }[] = [];

  join(turn: Turn): void {
    const member = { turn, going: turn.going() };
    this.#members.push(member);
    this.register(turn.onDidChange(() => this.#look(member)));
  }

  #look(member: { readonly turn: Turn; going: unknown }): void {
    const before = member.going;
    member.going = member.turn.going();
    if (member.going === before) return;
    const others = this.#members.filter((other) => other !== member && other.going !== null);
    if (member.going !== null) for (const { turn } of others) turn.giveWay();
    else if (others.length === 0) for (const { turn } of this.#members) turn.goOn?.();
  }
}
