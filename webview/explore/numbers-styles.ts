import { css } from 'lit';

/** The numbers behind a picture: a table that is folded away under it. */
export const numbersStyles = css`
  details {
    font-size: 12px;
  }
  summary {
    width: fit-content;
    color: var(--dp-muted);
    cursor: pointer;
  }
  .table {
    max-height: 220px;
    overflow: auto;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 1px 10px;
    text-align: right;
    font-weight: normal;
    white-space: nowrap;
  }
`;
