import { css } from 'lit';

/** Tabs that wrap; below them the words beside the view, or above it where there is no room. */
export const exploreStyles = css`
  :host {
    display: block;
    padding: 10px 16px 20px;
    border-top: 1px solid var(--dp-border);
    container-type: inline-size;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 6px 0 10px;
  }
  [role='tab'] {
    padding: 3px 10px;
    border: 1px solid var(--dp-border);
    border-radius: 2px;
    background: none;
    color: var(--vscode-foreground);
    font: inherit;
    cursor: pointer;
  }
  [role='tab']:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--vscode-focusBorder);
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
  .idea {
    display: grid;
    grid-template-columns: minmax(220px, 1fr) minmax(0, 1.8fr);
    gap: 12px 24px;
  }
  @container (max-width: 620px) {
    .idea {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  p {
    margin: 0 0 8px;
    max-width: 76ch;
    line-height: 1.5;
  }
  a {
    color: var(--vscode-textLink-foreground);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 10px;
    align-items: center;
  }
  .view {
    display: grid;
    gap: 12px;
    align-content: start;
    min-width: 0;
  }
  table {
    width: fit-content;
    border-collapse: collapse;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  caption {
    padding-bottom: 2px;
    text-align: left;
    font-weight: 600;
  }
  th,
  td {
    padding: 2px 10px 2px 0;
    text-align: left;
    font-weight: normal;
  }
`;
