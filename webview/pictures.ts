import type { Palette } from '../src/report/palette';
import type { ThemeKind } from './theme';

/** How a picture is to be drawn. */
export interface Drawn {
  readonly palette: Palette;
  readonly kind: ThemeKind;
  readonly width: number;
  readonly height: number;
}

/** Draws what is on the screen as a standalone SVG. Throws an `Error`, with words for a person, where it is no picture. */
export type Picture = (drawn: Drawn) => string;

/** What can be taken away as a picture beside the charts of a run, by the identifiers of studies. */
export const pictures = new Map<string, Picture>();
