import type { DataChoice } from '../core/dataset';
import { append } from '../core/lists';

/** Collects notes about data, and the edits offered with them. */
export class Remarks {
  readonly notes: string[] = [];
  readonly choices: DataChoice[] = [];

  note(message: string): void {
    this.notes.push(message);
  }

  /** Adds a note with an edit that changes what it says. `key`: path of the setting under `data`. */
  offer(message: string, label: string, key: readonly string[], value: unknown): void {
    this.notes.push(message);
    this.choices.push({ message, label, edit: { path: ['data', ...key], value } });
  }

  add({ notes, choices }: Remarks): void {
    append(this.notes, notes);
    append(this.choices, choices);
  }
}
