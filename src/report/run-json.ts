import type { Verdict } from '../core/analysis/verdict';
import { EPOCH_COLUMNS } from '../core/trainer-types';
import { verdictWords } from '../experiment/words';
import type { MemberState, RunInfo } from '../protocol';
import type { RecordedRun } from './recorded-run';

export const RUN_FORMAT = 'dropout-playground-run';
/** Incremented when a field is removed or changes its meaning, but not when one is added. */
export const RUN_FORMAT_VERSION = 1;

/**
 * A run as JSON text, described in src/report/run-json.md: settings, facts about the data, verdict, and for every
 * member its ending and curves, one list per column. Non-finite numbers are null.
 */
export function runToJson(recorded: RecordedRun): string {
  const { run, version } = recorded;
  const { name, startedAt, status, experiment, info, verdict } = run;
  const head = {
    format: RUN_FORMAT,
    formatVersion: RUN_FORMAT_VERSION,
    generator: { name: 'Dropout Playground', version },
    name,
    startedAt: new Date(startedAt).toISOString(),
    status,
    experiment,
    data: info && dataOf(info),
    verdict: verdict && {
      kind: verdict.kind,
      ...wordsOf(verdict),
      evidence: verdict.evidence,
      at: verdict.at,
      comparison: verdict.comparison,
      remarks: verdict.remarks,
    },
  };
  const text = JSON.stringify(head, null, 2);
  const members = run.members.map((member) => memberText(member, recorded));
  return `${text.slice(0, -2)},\n  "members": [\n${members.join(',\n')}\n  ]\n}\n`;
}

function wordsOf(verdict: Verdict): { title: string; text: string } {
  const { title, text, remarks, basis } = verdictWords(verdict);
  return { title, text: [text, ...remarks, basis].filter(Boolean).join(' ') };
}

/** Facts about the data, without samples. */
function dataOf({ points: _points, ...facts }: RunInfo): Omit<RunInfo, 'points'> {
  return facts;
}

/** A member as JSON, with each column on its own line, so that runs can be compared with diff. */
function memberText(
  { key, variant, seed, status, ending, failure, changes }: MemberState,
  recorded: RecordedRun,
) {
  const facts = { variant, seed, status, ending, failure, changes };
  const rows = recorded.series.find((series) => series.key === key)?.rows ?? new Float64Array();
  const columns = EPOCH_COLUMNS.map((column, index) => `        "${column}": [${columnText(rows, index)}]`);
  const head = JSON.stringify(facts, null, 2)
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return `${head.slice(0, head.lastIndexOf('\n'))},\n      "series": {\n${columns.join(',\n')}\n      }\n    }`;
}

function columnText(rows: Float64Array, column: number): string {
  const parts: string[] = [];
  for (let at = column; at < rows.length; at += EPOCH_COLUMNS.length) {
    parts.push(Number.isFinite(rows[at]) ? String(rows[at]) : 'null');
  }
  return parts.join(',');
}
