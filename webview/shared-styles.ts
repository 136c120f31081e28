import { css } from 'lit';

/** Read out, but not seen. */
export const unseen = css`
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;

/** Styles that every component with a shadow root begins with. */
export const sharedStyles = css`
  :host {
    box-sizing: border-box;
    --dp-dropout: var(--vscode-charts-blue, #3794ff);
    /* Without its transparency, which the default themes give it. */
    --dp-baseline: rgb(from var(--vscode-charts-orange, var(--dp-orange)) r g b / 1);
    --dp-compared: var(--vscode-charts-purple, #b180d7);
    --dp-compared2: var(--vscode-charts-green, #89d185);
    --dp-compared3: var(--vscode-terminal-ansiMagenta, #e05ec4);
    --dp-compared4: var(--vscode-terminal-ansiCyan, #29b8db);
    --dp-compared5: var(--vscode-charts-yellow, #cca700);
    --dp-border: var(
      --vscode-contrastBorder,
      var(--vscode-widget-border, var(--vscode-editorGroup-border, rgba(128, 128, 128, 0.35)))
    );
    --dp-muted: var(--vscode-descriptionForeground);
    /* Light themes have a red for errors that is too pale to read. */
    --dp-error-text: color-mix(in srgb, var(--vscode-errorForeground) 70%, var(--vscode-foreground));
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  a {
    color: var(--vscode-textLink-foreground);
  }
  .why {
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    font-size: 12px;
    font-weight: normal;
    cursor: pointer;
  }
  .why:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  .visually-hidden {
    ${unseen}
  }
  .muted {
    color: var(--dp-muted);
  }
  h2 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
    line-height: 20px;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;
