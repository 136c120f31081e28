import { css } from 'lit';
import { unseen } from '../shared-styles';

export const networkStyles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 160px;
    height: 240px;
    container: network / size;
  }
  .scroller {
    height: 100%;
    overflow-x: auto;
    overflow-y: hidden;
  }
  .stage {
    display: flex;
    flex-direction: column;
    gap: 4px;
    height: 100%;
    min-width: var(--least);
  }
  .legend {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    /* Stays in sight where the picture is wider than its room. */
    position: sticky;
    left: 0;
    max-width: 100cqw;
    align-self: flex-start;
    gap: 0 16px;
    color: var(--dp-muted);
    font-size: 0.85em;
    line-height: 16px;
    white-space: nowrap;
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .legend i {
    width: 14px;
    border-top: 2px solid var(--dp-dropout);
  }
  .legend .negative {
    border-color: var(--dp-baseline);
  }
  .legend .silent {
    width: 9px;
    height: 9px;
    border: 1px solid var(--vscode-foreground);
    border-radius: 50%;
    opacity: 0.75;
  }
  .legend .cross {
    width: 9px;
    height: 9px;
    border: 0;
    background:
      linear-gradient(45deg, transparent 44%, var(--vscode-errorForeground) 44% 56%, transparent 56%),
      linear-gradient(-45deg, transparent 44%, var(--vscode-errorForeground) 44% 56%, transparent 56%);
  }
  @container network (max-height: 199px) or (max-width: 379px) {
    .legend {
      display: none;
    }
  }
  .picture {
    position: relative;
    flex: 1;
    min-height: 0;
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .tip {
    position: absolute;
    z-index: 1;
    /* Read whole in the narrowest picture; placed by its measured size. */
    left: 0;
    top: 0;
    box-sizing: border-box;
    width: max-content;
    max-width: 100cqw;
    padding: 0 8px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--dp-border));
    border-radius: 4px;
    background: var(--vscode-editorHoverWidget-background);
    color: var(--vscode-editorHoverWidget-foreground);
    font-size: 0.9em;
    line-height: 20px;
    pointer-events: none;
  }
  .chips {
    display: grid;
    grid-template-columns: repeat(var(--sites), minmax(0, 1fr));
    padding: 2px 0;
  }
  .cell {
    display: flex;
    justify-content: center;
    min-width: 0;
    container: cell / inline-size;
  }
  .chip {
    display: flex;
    position: relative;
    width: min(96px, 100% - 4px);
    height: 36px;
    border: 1px solid var(--dp-border);
    border-radius: 4px;
    background: transparent;
  }
  .chip:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .chip.on {
    border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
    background: var(--vscode-inputOption-activeBackground);
    color: var(--vscode-inputOption-activeForeground);
    /* As in the placement control: all that tells it apart in a high-contrast theme. */
    box-shadow: inset 0 0 0 1px var(--vscode-contrastActiveBorder, transparent);
  }
  button {
    padding: 0;
    border: 0;
    border-radius: 3px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible {
    outline-offset: 0;
  }
  .toggle {
    flex: 1;
    min-width: 0;
    padding: 0 0 0 6px;
    text-align: left;
    font-size: 0.9em;
    line-height: 16px;
  }
  .name,
  .value {
    display: block;
    white-space: nowrap;
  }
  .short {
    display: none;
  }
  .name {
    color: var(--dp-muted);
  }
  .on .name {
    color: inherit;
  }
  .value {
    font-variant-numeric: tabular-nums;
  }
  .light {
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-right: 4px;
    border: 1px solid currentColor;
    border-radius: 50%;
    opacity: 0.7;
  }
  .on .light {
    border-color: var(--dp-dropout);
    background: var(--dp-dropout);
    opacity: 1;
  }
  .on .value {
    font-weight: 600;
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    flex: none;
    width: 18px;
  }
  .more:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .more vscode-icon {
    color: inherit;
    opacity: 0.8;
  }
  /* Widths in em of the text, so that they hold in every font size: the longest name, "hidden 10", takes 4.4em. */
  @container cell (max-width: 7em) {
    .light {
      display: none;
    }
    .toggle {
      padding-left: 4px;
    }
    /* Beside the name: the value below it has the whole width. */
    .more {
      position: absolute;
      top: 0;
      right: 0;
      width: 13px;
      height: 18px;
    }
  }
  @container cell (max-width: 6.2em) {
    .long {
      ${unseen}
    }
    .short {
      display: inline;
    }
  }
  /* A low picture needs the height more than the switches do: name and value in one line. */
  @container network (max-height: 179px) {
    @container cell (min-width: 7em) {
      .chip {
        width: min(10em, 100% - 4px);
        height: 24px;
      }
      .toggle {
        display: flex;
        align-items: center;
        gap: 6px;
        padding-left: 4px;
      }
      .light {
        display: none;
      }
    }
    @container cell (min-width: 7em) and (max-width: 10em) {
      .long {
        ${unseen}
      }
      .short {
        display: inline;
      }
    }
  }
`;
