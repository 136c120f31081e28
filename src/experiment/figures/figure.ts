/** Words in English, which are the key of their translation; `n` takes the place of {0}. */
interface Named {
  readonly label: string;
  readonly n?: number | undefined;
}

/** Points of a plot in the order of x; y may be infinite where a training diverged. */
export interface FigureLine extends Named {
  /** Numbers of the paper, or of its formula; else measured here. */
  readonly published?: true;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A number that the shape depends on, with the range that is accepted. */
export interface FigureCheck extends Named {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What has been measured so far; the checks are there once all is. */
export interface FigureResult {
  readonly lines: readonly FigureLine[];
  readonly checks: readonly FigureCheck[];
  /** Values of x that the paper names. */
  readonly marks?: readonly (Named & { readonly x: number })[];
}

/** A published result that small networks reproduce. All words are English and keys of their translations. */
export interface Figure {
  /** Kept in scripts; never renamed. */
  readonly id: string;
  readonly title: string;
  /** What the paper says of it. */
  readonly claim: string;
  readonly source: { readonly name: string; readonly url: string };
  readonly x: string;
  readonly y: string;
  readonly logarithmic?: { readonly x?: true; readonly y?: true };
  /** Takes minutes. */
  readonly isLong?: true;
  /** Measures it anew, the work between two yields a few milliseconds. */
  reproduce(): Generator<FigureResult | undefined, void>;
}

/** The label, in the words of `translate`. */
export const labelOf = ({ label, n = 0 }: Named, translate: (text: string, n: number) => string): string =>
  translate(label, n);

/** Whether every number lies where the shape needs it. */
export const holds = ({ checks }: FigureResult): boolean =>
  checks.every(({ value, low, high }) => value >= low && value <= high);
