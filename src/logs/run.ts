import { Curve } from './curve';
import { type Attempt, isAnew } from './file-log';
import { type FormatId, formats } from './formats/index';
import type { Role } from './metric';
import { namedRoles } from './roles';
import type { Tail } from './tail';

/** One training, whatever files it has written. */
export interface LogRun {
  /** Unique among the runs of a session; the same when it is read again. */
  readonly id: string;
  readonly format: FormatId;
  readonly curves: readonly NamedCurve[];
  readonly settings: ReadonlyMap<string, string>;
}

export interface NamedCurve {
  readonly name: string;
  readonly role: Role | null;
  readonly curve: Curve;
}

/** A person's word on which curve is which, by name; null: none of these. */
export type Corrections = Readonly<Record<string, Role | null>>;

/**
 * The trainings in the files of one run: one, unless a file was begun from its first step again.
 * @param around settings that other files say; those of its own logs go before.
 */
export function runsOf(
  id: string,
  tails: readonly Tail[],
  corrections: Corrections,
  around: ReadonlyMap<string, string>,
): LogRun[] {
  const settings = new Map(around);
  const given = new Map<string, Role | null>();
  let attempts: Attempt[] = [];
  for (const { log } of tails) {
    for (const [name, value] of log.settings) settings.set(name, value);
    for (const [name, role] of log.roles) given.set(name, role);
    attempts = joined(attempts, log.attempts);
  }
  const { format } = tails[0]!.file;
  const filled = attempts.filter((curves) => curves.size > 0);
  return filled.map((curves, index) => {
    const about = tails.map(({ log }) => log.about.get(curves)).find((one) => one !== undefined);
    const place = about?.get('runName') ?? index + 1;
    return {
      id: filled.length > 1 || about ? `${id} #${place}` : id,
      format,
      curves: named(curves, given, corrections),
      settings: about ? new Map([...settings, ...about]) : settings,
    };
  });
}

/** As people call the kind of log. */
export const titleOf = ({ format }: LogRun): string => formats[format].title;

function named(
  curves: Attempt,
  given: ReadonlyMap<string, Role | null>,
  corrections: Corrections,
): NamedCurve[] {
  const names = [...curves.keys()];
  const guessed = namedRoles(names);
  return names.map((name, index) => {
    const role = Object.hasOwn(corrections, name) ? corrections[name]! : (given.get(name) ?? guessed[index]!);
    return { name, role, curve: curves.get(name)! };
  });
}

/** The trainings of a further file: its first goes on with the last of those before, or begins anew. */
function joined(before: readonly Attempt[], next: readonly Attempt[]): Attempt[] {
  const last = before.at(-1);
  const [first, ...rest] = next;
  if (!last || !first) return [...before, ...next];
  const isNew = [...first].some(([name, curve]) => {
    const other = last.get(name);
    return other !== undefined && isAnew(other, curve.first);
  });
  return isNew ? [...before, ...next] : [...before.slice(0, -1), continued(last, first), ...rest];
}

function continued(before: Attempt, next: Attempt): Attempt {
  const all = new Map(before);
  for (const [name, curve] of next) {
    const earlier = before.get(name);
    if (!earlier) {
      all.set(name, curve);
      continue;
    }
    const whole = new Curve();
    whole.append(earlier);
    whole.append(curve);
    all.set(name, whole);
  }
  return all;
}
