import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What the command line prints of an epoch, by the name that the panel has for it. Either score's name may be there. */
const PRINTED = {
  step: ['step'],
  trainLoss: ['trainLoss'],
  testLoss: ['testLoss'],
  trainLossWithDropout: ['trainLossWithDropout'],
  trainScore: ['trainAccuracy', 'trainR2'],
  testScore: ['testAccuracy', 'testR2'],
  validationLoss: ['validationLoss'],
  validationScore: ['validationAccuracy', 'validationR2'],
};
/** Quantities of a curve that are recorded. */
export const QUANTITIES = ['epoch', ...Object.keys(PRINTED)];

/** What the panel showed of runs that came to their end, and what the command line says that they must be. */
export class Oracle {
  #runs = new Map();
  #known = new Map();

  /** @param cli the command line's script. @param folder where experiments and data are put for it. */
  constructor(cli, folder) {
    this.cli = cli;
    this.folder = folder;
  }

  /** @param run { id, name, experiment, curves: { member: { quantity: numbers } }, folder, at } */
  record(run) {
    this.#runs.set(run.id, run);
  }

  get(id) {
    return this.#runs.get(id);
  }

  get runs() {
    return [...this.#runs.values()];
  }

  /**
   * Runs the experiment again by the command line, with each version of its data file that there has been. Resolves to
   * what differs from the first of them; undefined: with one of them every bit is the same.
   */
  async differs(run, versions) {
    let first;
    for (const data of run.experiment.data.file === undefined ? [undefined] : versions) {
      const lines = await this.#train(run.experiment, data);
      const difference = lines.error ?? differenceFromPrinted(run, lines);
      if (difference === undefined) return undefined;
      first ??= difference;
    }
    return first;
  }

  #train(experiment, data) {
    const text = JSON.stringify({ ...experiment, name: '' });
    const key = JSON.stringify([text, data]);
    if (!this.#known.has(key)) this.#known.set(key, this.#run(text, experiment.data.file, data));
    return this.#known.get(key);
  }

  async #run(text, file, data) {
    const folder = join(this.folder, String(this.#known.size));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'again.dropout.json'), text);
    if (data !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), data);
    }
    const args = [this.cli, 'run', 'again.dropout.json', '--json'];
    try {
      const options = { cwd: folder, maxBuffer: 1 << 28, timeout: 60_000 };
      const { stdout } = await promisify(execFile)(process.execPath, args, options);
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      return lines.filter(({ type }) => type === 'epoch');
    } catch (error) {
      return { error: `the command line fails: ${String(error.stderr || error.message).trim()}` };
    }
  }
}

/** The line of a member and an epoch. */
function keyOf({ run = 'dropout', seed, epoch }, experiment) {
  return `${run}:${seed ?? experiment.seed}/${epoch}`;
}

function differenceFromPrinted({ experiment, curves }, lines) {
  const printed = new Map(lines.map((line) => [keyOf(line, experiment), line]));
  for (const [member, curve] of Object.entries(curves)) {
    for (const [row, epoch] of curve.epoch.entries()) {
      if (epoch === 0) continue;
      const line = printed.get(`${member}/${epoch}`);
      if (line === undefined) return `${member} has an epoch ${epoch}, and the command line has none`;
      const wrong = Object.keys(PRINTED).find((name) => !isPrinted(curve[name][row], line, PRINTED[name]));
      if (wrong)
        return `${member}, epoch ${epoch}: ${wrong} is ${curve[wrong][row]}, not ${printedOf(line, PRINTED[wrong])}`;
    }
    // A curve may be thinned, but its last epoch is there.
    const last = Math.max(
      ...lines.filter((line) => keyOf(line, experiment).startsWith(`${member}/`)).map(({ epoch }) => epoch),
    );
    const shown = curve.epoch.at(-1);
    if (shown !== last) return `${member} ends with epoch ${shown}, not ${last}`;
  }
  return undefined;
}

const printedOf = (line, names) => names.map((name) => line[name]).find((value) => value !== undefined);

/** JSON has no NaN and no infinity: the command line prints null. */
function isPrinted(value, line, names) {
  const printed = printedOf(line, names) ?? null;
  return printed === null ? !Number.isFinite(value) : Object.is(value, printed);
}

/** Where two records of a run's curves differ; undefined: nowhere. */
export function differenceOfCurves(before, now) {
  const members = new Set([...Object.keys(before), ...Object.keys(now)]);
  for (const member of members) {
    for (const name of QUANTITIES) {
      const [one, other] = [before[member]?.[name] ?? [], now[member]?.[name] ?? []];
      if (one.length !== other.length) return `${member} had ${one.length} epochs, and has ${other.length}`;
      const at = one.findIndex((value, row) => !Object.is(value, other[row]));
      if (at >= 0) return `${member}, row ${at}: ${name} was ${one[at]}, and is ${other[at]}`;
    }
  }
  return undefined;
}

/** What a run with parts left out shows that it did not show before; undefined: nothing. */
export function falseIn(before, now) {
  const part = {};
  for (const [member, curve] of Object.entries(now)) {
    if (curve.epoch.length === 0) continue;
    const shown = ([name, values]) => [name, values.slice(0, curve.epoch.length)];
    part[member] = Object.fromEntries(Object.entries(before[member] ?? { epoch: [] }).map(shown));
  }
  const left = Object.fromEntries(Object.entries(now).filter(([member]) => member in part));
  return differenceOfCurves(part, left);
}
