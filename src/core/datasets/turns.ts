const SINE = [1, -1 / 6, 1 / 120, -1 / 5_040, 1 / 362_880, -1 / 39_916_800, 1 / 6_227_020_800];
const COSINE = [
  1,
  -1 / 2,
  1 / 24,
  -1 / 720,
  1 / 40_320,
  -1 / 3_628_800,
  1 / 479_001_600,
  -1 / 87_178_291_200,
];

/**
 * Cosine and sine of an angle given in turns (1 is 360°), to about 14 digits. `Math.sin` and `Math.cos` are left to the
 * implementation by ECMAScript and their last bits differ between engines; these sums are the same everywhere, and with
 * them the data sets.
 */
export function unitCircle(turns: number): readonly [cosine: number, sine: number] {
  const quarters = Math.round(turns * 4);
  const angle = (turns - quarters / 4) * 2 * Math.PI;
  const square = angle * angle;
  const cosine = series(COSINE, square);
  const sine = angle * series(SINE, square);
  switch (((quarters % 4) + 4) % 4) {
    case 0:
      return [cosine, sine];
    case 1:
      return [-sine, cosine];
    case 2:
      return [-cosine, -sine];
    default:
      return [sine, -cosine];
  }
}

function series(coefficients: readonly number[], square: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * square + coefficients[i];
  return sum;
}
