import { createStream, type Stream } from '../../../src/core/random';

/** Draws the rows of a table; the same repetition gives the same text. */
function csv(
  header: string,
  rows: number,
  repetition: number,
  row: (stream: Stream) => (number | string)[],
): string {
  const stream = createStream(repetition, 'analysis', 2);
  const cell = (value: number | string) => (typeof value === 'number' ? value.toFixed(4) : value);
  const lines = Array.from({ length: rows }, () => row(stream).map(cell).join(','));
  return `${[header, ...lines].join('\n')}\n`;
}

/** Two features of six that tell the class, one row of twenty with the wrong class. */
export const noisyClasses = (rows: number, repetition: number): string =>
  csv('a,b,c,d,e,f,kind', rows, repetition, (stream) => {
    const x = Array.from({ length: 6 }, () => stream.normal());
    const right = x[0] + x[1] + 0.5 * x[0] * x[1] > 0;
    const kept = stream.uniform() > 1 / 20;
    return [...x, right === kept ? 'yes' : 'no'];
  });

/** Friedman's first function of five features, with noise. */
export const noisyHeights = (rows: number, repetition: number): string =>
  csv('a,b,c,d,e,height', rows, repetition, (stream) => {
    const x = Array.from({ length: 5 }, () => stream.uniform());
    const height =
      10 * Math.sin(Math.PI * x[0] * x[1]) +
      20 * (x[2] - 0.5) ** 2 +
      10 * x[3] +
      5 * x[4] +
      2 * stream.normal();
    return [...x, height];
  });

/** Features 1 to 3 and 4 to 6 are two views of what decides the class: with noise of their own, and equally good. */
export const twinViews = (rows: number, repetition: number): string =>
  csv('a,b,c,d,e,f,kind', rows, repetition, (stream) => {
    const truth = Array.from({ length: 3 }, () => stream.normal());
    const view = () => truth.map((value) => value + 0.4 * stream.normal());
    return [...view(), ...view(), truth[0] + truth[1] + truth[2] > 0 ? 'yes' : 'no'];
  });
