import { css } from 'lit';

/** Tabs that wrap; below them the words beside the view, or above it where there is no room. */
export const exploreStyles = css`
  :host {
    display: block;
    padding: 10px 16px 20px;
    border-top: 1px solid var(--dp-border);
    container-type: inline-size;
  }
  /* In a wide panel the controls stay at the top: what is brought there must not end up below them. */
  @media (min-height: 660px) {
    @container (min-width: 701px) {
      :host {
        scroll-margin-top: var(--top, 0);
      }
    }
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 6px 0 10px;
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
  .cite {
    padding: 0 1px 0 2px;
    font-size: 10px;
    line-height: 0;
    vertical-align: super;
    text-decoration: none;
  }
  .cite:hover {
    text-decoration: underline;
  }
  .sources {
    margin: 0 0 10px;
    padding: 0;
    color: var(--dp-muted);
    font-size: 12px;
    line-height: 18px;
    list-style: none;
  }
  .sources span {
    display: inline-block;
    min-width: 1.2ch;
    font-size: 10px;
    vertical-align: super;
    line-height: 0;
  }
  h3 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(230px, 100%), 1fr));
    gap: 12px 20px;
    min-width: 0;
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
  tbody th,
  tbody td {
    white-space: nowrap;
  }
  thead th,
  thead td {
    color: var(--dp-muted);
  }
  .figure {
    font-size: 15px;
    font-weight: 600;
  }
  .scroller {
    overflow-x: auto;
  }
  .key {
    display: inline-block;
    width: 16px;
    margin-right: 6px;
    border-top: 2px solid var(--dp-dropout);
    vertical-align: middle;
  }
  .key.baseline {
    border-top-color: var(--dp-baseline);
  }
`;
