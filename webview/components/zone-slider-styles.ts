import { css } from 'lit';

/** The track is inset by half of the thumb on each side: that is where the thumb's middle can go. */
export const sliderStyles = css`
  :host {
    display: block;
    min-width: 0;
    --thumb: 14px;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 24px;
  }
  label {
    flex: 1 0 auto;
    font-weight: 600;
    white-space: nowrap;
  }
  /* What does not fit goes to a second line, which is not seen. */
  .aside {
    display: flex;
    flex: 0 1 auto;
    flex-wrap: wrap;
    min-width: 0;
    height: 1.4em;
    overflow: hidden;
    line-height: 1.4;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .aside::before {
    content: '\\200b';
  }
  .number {
    flex: none;
    width: 64px;
    height: 24px;
    padding: 0 6px;
    border: 1px solid var(--vscode-input-border, var(--dp-border));
    border-radius: 2px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .number:focus {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .number[aria-invalid='true'] {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
  }
  .track {
    position: relative;
    height: 20px;
    margin-top: 4px;
  }
  /* Room for the name of the tick, and only where there is one. */
  .marked {
    margin-top: 14px;
  }
  .mark {
    position: absolute;
    z-index: 1;
    inset: -12px calc(var(--thumb) / 2) auto;
    width: calc(100% - var(--thumb));
    height: 28px;
    overflow: visible;
    pointer-events: none;
  }
  .mark text {
    fill: var(--vscode-foreground);
    font-size: 11px;
    cursor: help;
    pointer-events: all;
  }
  .mark line {
    stroke: var(--vscode-foreground);
    stroke-width: 2px;
  }
  .zones {
    position: absolute;
    inset: 8px calc(var(--thumb) / 2) auto;
    width: calc(100% - var(--thumb));
    height: 4px;
    overflow: visible;
  }
  .zones rect {
    fill: var(--vscode-descriptionForeground);
    fill-opacity: 0.3;
  }
  .zones .good {
    fill: var(--vscode-charts-green);
    fill-opacity: 0.75;
  }
  .zones .warning {
    fill: var(--vscode-charts-yellow);
    fill-opacity: 0.55;
  }
  .zones .bad {
    fill: var(--vscode-charts-red);
    fill-opacity: 0.55;
  }
  input[type='range'] {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 20px;
    margin: 0;
    appearance: none;
    background: transparent;
    cursor: pointer;
    outline: none;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 20px;
    background: transparent;
  }
  input[type='range']::-webkit-slider-thumb {
    width: var(--thumb);
    height: var(--thumb);
    margin-top: 3px;
    appearance: none;
    border: 2px solid var(--vscode-editor-background);
    border-radius: 50%;
    background: var(--vscode-foreground);
    box-shadow: 0 0 0 1px var(--vscode-contrastBorder, transparent);
  }
  input[type='range']:hover::-webkit-slider-thumb {
    background: var(--vscode-button-background);
    box-shadow: 0 0 0 1px var(--vscode-foreground);
  }
  input[type='range']:focus-visible::-webkit-slider-thumb {
    box-shadow: 0 0 0 2px var(--vscode-focusBorder);
  }
  .labels {
    display: block;
    width: calc(100% - var(--thumb));
    height: 14px;
    margin: 0 calc(var(--thumb) / 2);
    overflow: visible;
  }
  .labels text {
    cursor: help;
    fill: var(--vscode-descriptionForeground);
    font-size: 11px;
  }
  .labels .current {
    fill: var(--vscode-foreground);
    font-weight: 600;
  }
  .labels .crowded {
    visibility: hidden;
  }
  .error {
    margin: 4px 0 0;
    color: var(--dp-error-text);
    font-size: 12px;
  }
`;
