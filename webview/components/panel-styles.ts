import { css } from 'lit';

/**
 * Everything important fits into 900 × 740 without scrolling: the charts take the height that is left. In a narrow
 * panel the words come right below the losses, and what is less important at the end.
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
  main {
    display: flex;
    flex: 1 0 auto;
    flex-direction: column;
  }
  .head,
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
  @container (max-width: 700px) {
    .body {
      grid-template:
        'loss' 264px
        'words' auto
        'pictures' auto
        'score' 180px / minmax(0, 1fr);
      height: auto;
    }
    .charts {
      display: contents;
    }
    .loss {
      grid-area: loss;
    }
    .score {
      grid-area: score;
    }
    .pictures {
      flex-direction: row;
      gap: 20px;
    }
    dp-boundary-pair {
      flex: 1 1 0;
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
  @container (max-width: 560px) {
    .head,
    .controls,
    .body {
      padding-right: 12px;
      padding-left: 12px;
    }
  }
`;
