import { css } from 'lit';

/** A quiet slider beside a number's box. The band shows where the value usually lies. */
export const sliderStyles = css`
  .number {
    flex: none;
    width: 64px;
  }
  .number:only-child {
    flex: 1;
  }
  .slider {
    position: relative;
    flex: 1;
    min-width: 48px;
    height: 24px;
    --thumb: 12px;
  }
  .usual {
    position: absolute;
    inset: 11px calc(var(--thumb) / 2) auto;
    width: calc(100% - var(--thumb));
    height: 2px;
    pointer-events: none;
  }
  .usual rect {
    fill: var(--vscode-charts-green);
  }
  input[type='range'] {
    position: absolute;
    inset: 0;
    width: 100%;
    margin: 0;
    appearance: none;
    background: transparent;
    cursor: pointer;
    outline: none;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 24px;
    background: linear-gradient(var(--dp-track) 0 0) center / calc(100% - var(--thumb)) 2px no-repeat;
  }
  .slider {
    --dp-track: color-mix(in srgb, var(--vscode-descriptionForeground) 45%, transparent);
  }
  input[type='range']::-webkit-slider-thumb {
    width: var(--thumb);
    height: var(--thumb);
    margin-top: 6px;
    appearance: none;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-foreground);
  }
  input[type='range']:hover::-webkit-slider-thumb {
    background: var(--vscode-button-background);
    box-shadow: 0 0 0 1px var(--vscode-foreground);
  }
`;
