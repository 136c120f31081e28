import * as assert from 'node:assert';
import { Emitter } from '../../src/host/store/emitter';
import { type Turn, Turns } from '../../src/host/turns';

/** Something that is started by name, and says what it was told. */
class Part implements Turn {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly told: string[] = [];
  #going: string | null = null;

  /** @param isWilling goes on after others */
  constructor(private readonly isWilling = false) {}

  going = () => this.#going;

  set(going: string | null): void {
    this.#going = going;
    this.#changed.fire();
  }

  giveWay(): void {
    this.told.push('give way');
    this.set(null);
  }

  goOn(): void {
    this.told.push('go on');
    if (this.isWilling) this.set('again');
  }
}

describe('one experiment at a time', () => {
  it('lets every other make way, whichever begins', () => {
    const parts = [new Part(), new Part(), new Part()] as const;
    const turns = new Turns();
    for (const part of parts) turns.join(part);
    for (const one of parts) {
      for (const other of parts) {
        if (one === other) continue;
        one.set('first');
        other.set('second');
        assert.deepStrictEqual([one.going(), other.going()], [null, 'second']);
        other.set(null);
      }
    }
  });

  it('hears of another that takes the place of one which still ends', () => {
    const [run, study] = [new Part(), new Part()];
    const turns = new Turns();
    turns.join(run);
    turns.join(study);
    run.set('one');
    // A run that is stopped goes on for a moment.
    run.giveWay = () => {};
    study.set('study');
    assert.strictEqual(study.going(), 'study');
    run.set('another');
    assert.strictEqual(study.going(), null);
  });

  it('lets what made way go on when all is over, and not before', () => {
    const [run, study] = [new Part(), new Part(true)];
    const turns = new Turns();
    turns.join(run);
    turns.join(study);
    study.set('study');
    run.set('run');
    run.set('run');
    assert.deepStrictEqual(study.told, ['give way']);
    run.set(null);
    assert.strictEqual(study.going(), 'again');
    assert.deepStrictEqual(
      run.told.filter((word) => word === 'give way'),
      [],
    );
  });
});
