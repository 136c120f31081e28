import type { Verdict } from '../core/analysis/verdict';
import { EPOCH_COLUMNS } from '../core/trainer-types';
import { verdictWords } from '../experiment/words';
import type { MemberState, RunInfo } from '../protocol';
import type { RecordedRun } from './recorded-run';

export const RUN_FORMAT = 'dropout-playground-run';
/** Grows when something that was there is gone or means something else; what is added leaves it as it is. */
export const RUN_FORMAT_VERSION = 1;

/**
 * The text of a run as JSON, described in src/report/run-json.md: settings, facts about the data, verdict, and for every
 * member how it ended and its curves, one list a column. JSON has no NaN: what is not finite is null.
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

/** What was found in the data; the samples themselves are left out. */
function dataOf({ points: _points, ...facts }: RunInfo): Omit<RunInfo, 'points'> {
  return facts;
}

/** A member's facts key by key, and each of its columns on a line of its own: a million numbers diff by column. */
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
