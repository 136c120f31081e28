import type { FileSpec, Plan } from '../plan';
import { numeral } from '../text';

/** What an experiment says of how many of a file's rows go to each set. */
interface SplitSpec {
  readonly train?: number | undefined;
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
}

/** How a language writes what sizes need. */
export interface Arithmetic {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
  readonly quotient: (value: string, by: number) => string;
  readonly min: (a: string, b: string) => string;
  readonly round: (value: string) => string;
  /** The random numbers of the seed that trains, and those of a given seed. */
  readonly random: string;
  readonly seeded: (seed: number) => string;
  readonly choose: (test: string, yes: string, no: string) => string;
}

/** Files of at most so many rows are divided anew by each seed. */
const FEW_ROWS = 2000;

/** The random numbers that shuffle the rows. */
export function shuffledBy({ experiment, seeds }: Plan, file: FileSpec, language: Arithmetic): string {
  const { random, seeded, choose } = language;
  if (seeds.length === 1 || file.redraw) return random;
  const shared = seeded(experiment.seed);
  return file.redraw === false ? shared : choose(`count <= ${FEW_ROWS}`, random, shared);
}

/** The test rows are a file of their own. */
export function hasOwnTest(file: FileSpec): boolean {
  return (file.source === 'idx' ? file.testImages : file.testFile) !== undefined;
}

/** A variable and the expression that it is set to. */
export type Assignment = readonly [name: string, value: string];

/**
 * How many of `count` rows go to each set, each from those before it: as many as are given; otherwise a fifth tests, a
 * fifth validates and the rest trains, or all that a given number of training rows leaves is shared by the two.
 *
 * @param ownTest the test rows are a file of their own
 */
export function sizesOf(spec: SplitSpec, ownTest: boolean, language: Arithmetic): Assignment[] {
  const { quotient, min, round } = language;
  const test = ownTest ? 0 : spec.test;
  const validates = spec.validation !== 0;
  const fifth = quotient('count', 5);
  const left = (...parts: readonly (string | false)[]) => ['count', ...parts.filter(Boolean)].join(' - ');
  const given = givenValidation(spec.validation, round);
  const ofTest = (usual: string): Assignment[] =>
    ownTest ? [] : [[language.test, test === undefined ? usual : numeral(test)]];
  const ofValidation = (usual: string): Assignment[] =>
    validates ? [[language.validation, given ?? usual]] : [];
  const validation = validates && language.validation;
  if (spec.train === undefined) {
    const usual = quotient('(count + 4)', 5);
    const rest = left(!ownTest && language.test);
    const sets =
      given && validation
        ? [...ofValidation(given), ...ofTest(min(usual, left('1', validation)))]
        : [...ofTest(usual), ...ofValidation(min(fifth, quotient(`(${rest})`, 4)))];
    return [...sets, [language.train, left(!ownTest && language.test, validation)]];
  }
  const beside = left(language.train, !!test && numeral(test));
  return [
    [language.train, numeral(spec.train)],
    ...ofValidation(min(fifth, test === undefined ? quotient(`(${beside})`, 2) : beside)),
    ...ofTest(left(language.train, validation)),
  ];
}

/** Below 1: a fraction of the rows; `undefined`: none is given. */
function givenValidation(validation: number | undefined, round: Arithmetic['round']): string | undefined {
  if (validation === undefined) return undefined;
  return validation < 1 ? round(`${numeral(validation)} * count`) : numeral(validation);
}
