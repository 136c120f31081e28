import { isObject, type Json, type JsonObject, parseJson, writeJson } from './python-json';

/** What a line of a journal does, by Optuna's numbers. */
export const Op = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttribute: 2,
  setStudySystemAttribute: 3,
  createTrial: 4,
  setParameter: 5,
  setStateAndValues: 6,
  setIntermediateValue: 7,
  setTrialUserAttribute: 8,
  setTrialSystemAttribute: 9,
} as const;

/** How far a trial is, by Optuna's numbers. */
export const TrialState = { running: 0, complete: 1, pruned: 2, failed: 3, waiting: 4 } as const;
export type TrialStateName = keyof typeof TrialState;
export type TrialStateNumber = (typeof TrialState)[TrialStateName];

/** One thing that was done to a study: a line of a journal, in Optuna's words and without the writer's name. */
export type Operation =
  | { op_code: 0; study_name: string; directions: readonly number[] }
  | { op_code: 1; study_id: number }
  | { op_code: 2; study_id: number; user_attr: JsonObject }
  | { op_code: 3; study_id: number; system_attr: JsonObject }
  | CreateTrial
  | {
      op_code: 5;
      trial_id: number;
      param_name: string;
      /** Of a choice its index. */
      param_value_internal: number;
      distribution: string;
    }
  | SetStateAndValues
  | { op_code: 7; trial_id: number; step: number; intermediate_value: number }
  | { op_code: 8; trial_id: number; user_attr: JsonObject }
  | { op_code: 9; trial_id: number; system_attr: JsonObject };

/** Left out, the state is running. Of a trial that has ended `value` or `values` says what it came to. */
export interface CreateTrial {
  op_code: 4;
  study_id: number;
  datetime_start: string | null;
  datetime_complete?: string;
  state?: TrialStateNumber;
  value?: number | null;
  values?: readonly number[] | null;
  params?: Readonly<Record<string, number>>;
  distributions?: Readonly<Record<string, string>>;
  user_attrs?: JsonObject;
  system_attrs?: JsonObject;
  intermediate_values?: Readonly<Record<string, number>>;
}

/** Of a trial that begins with its start, of one that has ended with its end. */
export interface SetStateAndValues {
  op_code: 6;
  trial_id: number;
  state: TrialStateNumber;
  values: readonly number[] | null;
  datetime_start?: string;
  datetime_complete?: string;
}

/** Why a line cannot be followed. */
export type FaultReason =
  /** No JSON: cut off, or overwritten. */
  | 'damaged'
  /** An operation that this program does not know; Optuna has none such up to version 5. */
  | 'unknown operation'
  /** An operation without what belongs to it, or on something that is not there. */
  | 'unfitting operation';

type Check = (value: Json | undefined) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isIndex: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isState: Check = (value) => isIndex(value) && (value as number) <= TrialState.waiting;
const areNumbers: Check = (value) => Array.isArray(value) && value.every(isNumber);
const isOne: Check = (value) => isObject(value) && Object.keys(value).length === 1;
const allOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);

/** What has to stand in a line. */
const FIELDS: Readonly<Record<number, Readonly<Record<string, Check>>>> = {
  [Op.createStudy]: { study_name: isText, directions: areNumbers },
  [Op.deleteStudy]: { study_id: isIndex },
  [Op.setStudyUserAttribute]: { study_id: isIndex, user_attr: isOne },
  [Op.setStudySystemAttribute]: { study_id: isIndex, system_attr: isOne },
  [Op.createTrial]: {
    study_id: isIndex,
    datetime_start: maybe(isText),
    datetime_complete: maybe(isText),
    state: maybe(isState),
    value: maybe(isNumber),
    values: maybe(areNumbers),
    params: maybe(allOf(isNumber)),
    distributions: maybe(allOf(isText)),
    user_attrs: maybe(isObject),
    system_attrs: maybe(isObject),
    intermediate_values: maybe(allOf(isNumber)),
  },
  [Op.setParameter]: {
    trial_id: isIndex,
    param_name: isText,
    param_value_internal: isNumber,
    distribution: isText,
  },
  [Op.setStateAndValues]: {
    trial_id: isIndex,
    state: isState,
    values: maybe(areNumbers),
    datetime_start: maybe(isText),
    datetime_complete: maybe(isText),
  },
  [Op.setIntermediateValue]: { trial_id: isIndex, step: isNumber, intermediate_value: isNumber },
  [Op.setTrialUserAttribute]: { trial_id: isIndex, user_attr: isOne },
  [Op.setTrialSystemAttribute]: { trial_id: isIndex, system_attr: isOne },
};

/** An operation that says nothing of trials here: only Rustuna writes it, and Optuna passes over it. */
const DISCARD_TRIALS = 10;

/** The operation of a line, nothing where it has no effect, or why it cannot be followed. */
export function readOperation(line: string): Operation | FaultReason | undefined {
  let json: Json;
  try {
    json = parseJson(line);
  } catch {
    return 'damaged';
  }
  if (!isObject(json) || typeof json.op_code !== 'number') return 'unfitting operation';
  if (json.op_code === DISCARD_TRIALS) return undefined;
  if (!Object.hasOwn(FIELDS, json.op_code)) return 'unknown operation';
  const checks = FIELDS[json.op_code];
  for (const field in checks) if (!checks[field]!(json[field])) return 'unfitting operation';
  return json as unknown as Operation;
}

/** A line, with its end. Optuna wants to know of each who wrote it. */
export function writeOperation(operation: Operation, writer: string): string {
  return `${writeJson({ ...operation, worker_id: writer })}\n`;
}

/**
 * A moment as Optuna 3 reads and writes it: local time without an offset, to the microsecond. Later versions take it for
 * local time as well; with an offset, Optuna 3.1 could not tell how long a trial took that another writer began.
 */
export function writeTime(milliseconds: number): string {
  const local = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000);
  return `${local.toISOString().slice(0, -1)}000`;
}

/** Milliseconds since 1970 of a moment in a journal. */
export function readTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
