import { css } from 'lit';

/**
 * Everything important fits into 900 × 740 without scrolling: the charts take the height that is left. A narrow panel is
 * one column, with the words below the first chart.
 */
export const panelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    min-width: 260px;
    overflow: auto;
    container-type: inline-size;
  }
  header,
  .controls {
    flex: none;
    padding: 8px 16px;
    border-bottom: 1px solid var(--dp-border);
  }
  .controls {
    padding-bottom: 10px;
  }
  dp-empty {
    flex: 1;
  }
  .body {
    display: grid;
    flex: 1 0 auto;
    grid-template:
      'charts pictures' minmax(420px, 1fr)
      'words words' auto / minmax(0, 1.55fr) minmax(0, 1fr);
    gap: 12px 24px;
    height: 0;
    padding: 10px 16px 12px;
  }
  .charts {
    display: flex;
    flex-direction: column;
    grid-area: charts;
    gap: 12px;
    min-width: 0;
    min-height: 0;
  }
  .loss {
    flex: 1.5 1 0;
  }
  .score {
    flex: 1 1 0;
  }
  .pictures {
    display: flex;
    flex-direction: column;
    grid-area: pictures;
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
    grid-area: words;
    gap: 6px;
    min-width: 0;
  }
  @container (max-width: 760px) {
    .body {
      grid-template:
        'charts' auto
        'words' auto
        'pictures' auto / minmax(0, 1fr);
      height: auto;
    }
    .loss {
      flex: none;
      height: 280px;
    }
    .score {
      flex: none;
      height: 190px;
    }
    dp-network-section {
      flex: none;
      height: 300px;
    }
  }
  @container (max-width: 560px) {
    header,
    .controls,
    .body {
      padding-right: 12px;
      padding-left: 12px;
    }
  }
`;
