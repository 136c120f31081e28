import { css, unsafeCSS } from 'lit';
import { charts } from '../../src/charts/index';

/** The first chart is the highest; each has a row beside the pictures. */
const rows = unsafeCSS(
  ['minmax(245px, 1.5fr)', ...charts.slice(1).map(() => 'minmax(163px, 1fr)')].join(' '),
);

/**
 * Everything important fits into 900 × 740 without scrolling: the charts take the height that is left. In a narrow
 * panel the words come right below the losses, and what is less important at the end.
 */
export const panelStyles = css`
  :host {
    display: block;
    /* Text for screen readers is placed absolutely: inside of this, or the page itself would scroll as well. */
    position: relative;
    height: 100vh;
    min-width: 260px;
    overflow: auto;
    container-type: inline-size;
    /* Of what comes below the first screen, the line about the data and the next heading are seen. */
    --peek: 64px;
  }
  .top {
    background: var(--vscode-editor-background);
  }
  .head,
  .controls {
    padding: 8px 16px;
    border-bottom: 1px solid var(--dp-border);
  }
  .controls {
    padding-bottom: 10px;
  }
  dp-empty {
    min-height: calc(100vh - var(--top, 132px));
  }
  .body {
    display: grid;
    grid-template: ${rows} auto / minmax(0, 1.55fr) minmax(0, 1fr);
    gap: 12px 24px;
    height: calc(100vh - var(--top, 132px) - var(--peek));
    min-height: min-content;
    padding: 10px 16px 12px;
  }
  @media (min-height: 660px) {
    @container (min-width: 701px) {
      .top {
        position: sticky;
        z-index: 1;
        top: 0;
      }
    }
  }
  /* What nobody hears says so wherever the page stands. */
  .alone {
    position: sticky;
    z-index: 1;
    top: 0;
  }
  .alone [inert],
  .alone ~ [inert],
  .alone ~ .body [inert] {
    opacity: 0.6;
  }
  dp-chart {
    grid-column: 1;
  }
  .pictures {
    display: flex;
    flex-direction: column;
    grid-row: 1 / span ${unsafeCSS(charts.length)};
    grid-column: 2;
    gap: 12px;
    min-width: 0;
    min-height: 0;
  }
  dp-boundary-pair {
    flex: none;
  }
  dp-network-section {
    flex: 1 1 0;
  }
  .words {
    display: grid;
    grid-column: 1 / -1;
    gap: 6px;
    min-width: 0;
  }
  @container (max-width: 700px) {
    .body {
      grid-template: none / minmax(0, 1fr);
      height: auto;
      min-height: 0;
    }
    dp-chart {
      height: 180px;
    }
    dp-chart:first-child {
      height: 264px;
    }
    .pictures {
      grid-row: auto;
      grid-column: 1;
      flex-direction: row;
      gap: 16px;
    }
    dp-boundary-pair {
      flex: 5 1 0;
    }
    dp-network-section {
      flex: 4 1 0;
    }
    dp-network-section {
      min-height: 220px;
    }
  }
  @container (max-width: 500px) {
    .pictures {
      flex-direction: column;
    }
    dp-boundary-pair {
      flex: none;
    }
    dp-network-section {
      flex: none;
      height: 280px;
    }
  }
  /* A line of the readout for each curve: the curves keep their height. */
  @container (max-width: 440px) {
    dp-chart {
      height: 256px;
    }
    dp-chart:first-child {
      height: 312px;
    }
  }
  /* A line of the readout for each compared run: the page grows, and the curves keep their height. */
  .body.comparing {
    grid-template-rows: none;
    height: auto;
  }
  .comparing dp-chart {
    height: auto;
    --plot: 150px;
  }
  .comparing dp-chart:first-child {
    --plot: 220px;
  }
  @container (max-width: 560px) {
    .head,
    .controls,
    .body {
      padding-right: 12px;
      padding-left: 12px;
    }
  }
`;
