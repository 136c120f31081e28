import { css } from 'lit';

/** Beside those of a card (`fairStyles`). */
export const studyStyles = css`
  .status {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--dp-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .status b {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .plan {
    margin: 6px 0;
    padding: 4px 8px;
    border-left: 3px solid var(--vscode-editorInfo-foreground, var(--dp-border));
  }
  .plan p {
    margin: 0 0 4px;
  }
  .plan div {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
  }
  .machines {
    max-width: 100%;
    overflow-x: auto;
  }
  .machines table {
    border-collapse: collapse;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .machines :is(th, td) {
    padding: 1px 16px 1px 0;
    text-align: start;
  }
  .machines th {
    color: var(--dp-muted);
    font-weight: normal;
  }
  .machines :is(th, td):is(:nth-child(2), :nth-child(3), :nth-child(4)) {
    text-align: end;
  }
  .matters {
    display: grid;
    grid-template-columns: fit-content(22ch) minmax(60px, 220px) auto;
    gap: 2px 8px;
    align-items: center;
    margin: 4px 0 0;
    padding: 0;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    list-style: none;
  }
  .matters li {
    display: contents;
  }
  .matters i {
    height: 10px;
    border: 1px solid var(--dp-border);
  }
  .matters i::before {
    display: block;
    width: var(--share);
    height: 100%;
    background: var(--dp-dropout);
    content: '';
  }
  .views {
    grid-column: 2;
    min-width: 0;
  }
  .views > summary {
    width: fit-content;
    color: var(--dp-muted);
    cursor: pointer;
  }
  [role='tablist'] {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 6px 0;
  }
  .pick {
    margin: 0 0 6px;
    font-size: 12px;
  }
  .pick label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
  }
  .pick select {
    max-width: 24ch;
  }
  .pick input {
    width: 26ch;
  }
  dp-plot {
    min-height: 320px;
  }
  .note {
    margin-top: 4px;
    color: var(--dp-muted);
    font-size: 12px;
  }
  .trial {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    margin-top: 8px;
    padding-top: 8px;
    border-top: 1px solid var(--dp-border);
  }
  .trial > span {
    flex: 1 1 30ch;
    overflow-wrap: anywhere;
  }
  .trial > div {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
  }
  @container (min-width: 1000px) {
    .card {
      grid-template-columns: 16px minmax(0, 2fr) minmax(0, 3fr);
    }
    .views {
      grid-row: 1 / span 2;
      grid-column: 3;
    }
  }
`;
