import type { DataChoice } from '../core/dataset';
import { append } from '../core/lists';

/** What is to be said about data, and what of it a person may want otherwise. */
export class Remarks {
  readonly notes: string[] = [];
  readonly choices: DataChoice[] = [];

  note(message: string): void {
    this.notes.push(message);
  }

  /** A note with an edit that makes it otherwise. `key`: of the data. */
  offer(message: string, label: string, key: readonly string[], value: unknown): void {
    this.notes.push(message);
    this.choices.push({ message, label, edit: { path: ['data', ...key], value } });
  }

  add({ notes, choices }: Remarks): void {
    append(this.notes, notes);
    append(this.choices, choices);
  }
}
