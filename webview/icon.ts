import { css, html } from 'lit';

/** Code points of the codicon font (@vscode/codicons, dist/codicon.css). */
export const GLYPHS = {
  'debug-continue': '\ueacf',
  'debug-pause': '\uead1',
  'debug-restart': '\uead2',
  'debug-step-over': '\uead6',
  'debug-stop': '\uead7',
  close: '\uea76',
  error: '\uea87',
  'desktop-download': '\uea78',
  info: '\uea74',
  json: '\ueb0f',
  pass: '\ueba4',
  pin: '\ueb2b',
  play: '\ueb2c',
  table: '\uebb7',
  warning: '\uea6c',
  'zoom-out': '\ueb82',
} as const;

export type IconName = keyof typeof GLYPHS;

/**
 * An icon for a shadow root that has {@link iconStyles}. `<vscode-icon>` loads the icons' style sheet once for every
 * single icon, and the head's buttons would stand empty until then; the font itself belongs to the page.
 */
export const icon = (name: IconName, slot = '') =>
  html`<span class="icon" slot=${slot} aria-hidden="true">${GLYPHS[name]}</span>`;

export const iconStyles = css`
  .icon {
    flex: none;
    width: 16px;
    font: normal 16px / 1 codicon;
    text-align: center;
    user-select: none;
    -webkit-font-smoothing: antialiased;
  }
`;
