/**
 * Output of several things that go on at the same time, one after the other: the first is passed on at once, the others
 * when those before them have ended.
 */
export class OrderedSections {
  readonly #waiting: string[][];
  readonly #ended: boolean[];
  #current = 0;

  readonly #write: (text: string) => void;

  constructor(count: number, write: (text: string) => void) {
    this.#write = write;
    this.#waiting = Array.from({ length: count }, () => []);
    this.#ended = Array(count).fill(false);
  }

  add(section: number, text: string): void {
    if (section === this.#current) this.#write(text);
    else this.#waiting[section]!.push(text);
  }

  end(section: number): void {
    this.#ended[section] = true;
    while (this.#ended[this.#current]) {
      this.#current++;
      for (const text of this.#waiting[this.#current]?.splice(0) ?? []) this.#write(text);
    }
  }
}
