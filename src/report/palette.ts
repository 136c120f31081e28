/** Colours and font of an exported chart; a view's theme provides one. */
export interface Palette {
  readonly foreground: string;
  /** For secondary text such as axis labels. */
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly dropout: string;
  readonly baseline: string;
  /** Of compared runs, one after the other. */
  readonly compared: string;
  readonly compared2: string;
  readonly compared3: string;
  readonly compared4: string;
  readonly compared5: string;
  readonly warning: string;
  readonly error: string;
  readonly fontFamily: string;
}

/** For print and light slides. Blue and orange are distinguishable with colour blindness and in greyscale. */
export const PAPER: Palette = {
  foreground: '#1f1f1f',
  muted: '#555555',
  background: '#ffffff',
  grid: '#dcdcdc',
  dropout: '#0b66c3',
  baseline: '#b85c00',
  compared: '#7a3fb0',
  compared2: '#1b7f3b',
  compared3: '#c2185b',
  compared4: '#00838f',
  compared5: '#6d5c00',
  warning: '#8a6d00',
  error: '#b3261e',
  fontFamily: "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK KR', sans-serif",
};
