import { resolve } from 'node:path';
import * as v from 'valibot';
import { charts } from '../../src/charts/index';
import { codeGenerators, commentedCode } from '../../src/code/generate/index';
import { CodeScanner } from '../../src/code/scanner';
import { dropoutSchedules } from '../../src/core/dropout/schedules/index';
import { createTrainer } from '../../src/core/trainer';
import { loadDataset } from '../../src/data/load';
import { defaultExperiment } from '../../src/experiment/defaults';
import { formSections } from '../../src/experiment/form';
import { experimentJsonSchema } from '../../src/experiment/json-schema';
import { parseExperiment } from '../../src/experiment/parse';
import { scenarios } from '../../src/experiment/scenarios/index';
import type { Experiment } from '../../src/experiment/schema';
import { studySchema } from '../../src/experiment/study';
import { type Sweep, sweeps } from '../../src/experiment/sweeps';
import { panelStyles } from '../../webview/components/panel-styles';
import { ideas } from '../../webview/explore/ideas/index';
import { ViewStore } from '../../webview/store';
import type { Topic } from '../../webview/topic';

/** What became of an experiment that names one added entry. */
export interface Driven {
  /** The form offers it. */
  readonly offered: boolean;
  /** How many steps it was trained, or why it was not. */
  readonly run: number | string;
  /** The program for each library. */
  readonly programs: Readonly<Record<string, string>>;
}

/** What stands in the sources that this is bundled with. */
export interface Report {
  readonly driven: Readonly<Record<string, Driven>>;
  readonly charts: readonly string[];
  /** Rows of charts in the panel. */
  readonly rows: number;
  readonly shown: string;
  /** Entries of lists that nothing else is keyed by, with what they make of an experiment. */
  readonly listed: Readonly<Record<string, unknown>>;
  /** What a view's store has of an added slice, each time that it was told of it. */
  readonly slices: readonly unknown[];
}

/** Drives experiments, by what they are about, through form, run and export. */
export async function drive(experiments: Readonly<Record<string, object>>): Promise<Report> {
  const driven: Record<string, Driven> = {};
  for (const [id, input] of Object.entries(experiments)) driven[id] = await driveOne(id, input);
  const grid = /grid-template:\s*([^;]*)auto \//.exec(panelStyles.cssText)?.[1] ?? '';
  return {
    driven,
    charts: charts.map((chart) => chart.id),
    rows: grid.match(/minmax/g)?.length ?? 0,
    listed: listed(await CodeScanner.load(resolve('dist'))),
    slices: slicesTold(),
    shown: JSON.stringify([experimentJsonSchema(), dropoutSchedules]),
  };
}

function listed(scanner: CodeScanner): Record<string, unknown> {
  const experiment = defaultExperiment();
  const scenario = scenarios.find(({ id }) => id === 'dummy-scenario');
  const sweep = (sweeps as readonly Sweep[]).find(({ id }) => id === 'dummy-sweep');
  const library = codeGenerators.find(({ id }) => id === 'dummy-library');
  return {
    scenario: scenario && [scenario.title, parseExperiment(scenario.experiment).ok],
    sweep: sweep && [sweep.title, Object.keys(sweep.space(experiment)).length > 0],
    library: library && [library.title, library.generate(experiment).code.length > 0],
    sampler: v.parse(studySchema, {
      space: { 'dropout.ratio': { min: 0, max: 1 } },
      sampler: { kind: 'dummy-sampler' },
    }).sampler,
    idea: ideas.find(({ id }) => id === 'dummy-idea')?.title(),
    framework: scanner
      .scan('import dummies\ndummies.Drop(0.3)\n', 'python')
      .findings.map(({ framework, kind, value }) => [framework, kind, value]),
  };
}

/** A slice that a host sends, as a view that subscribes to it sees it. */
function slicesTold(): unknown[] {
  const store = new ViewStore({ post() {}, acknowledge() {}, now: () => 0, later() {} });
  const told: unknown[] = [];
  const see = () => told.push((store as unknown as { dummySlice: unknown }).dummySlice);
  store.subscribe(['dummySlice' as Topic], see);
  see();
  store.receive({ type: 'state', state: { dummySlice: 'changed' } as object });
  return told;
}

async function driveOne(id: string, input: object): Promise<Driven> {
  const parsed = parseExperiment({ version: 1, ...input });
  if (!parsed.ok) throw new Error(`${id}: ${parsed.problems.map(({ message }) => message).join(' ')}`);
  const { experiment } = parsed;
  const offered = formSections(experiment)
    .flatMap(({ fields }) => fields)
    .some(({ value, options }) => value === id && options?.some((option) => option.id === id));
  const programs = codeGenerators.map(
    (generator) => [generator.id, commentedCode(generator, experiment)] as const,
  );
  return { offered, run: await runOf(experiment), programs: Object.fromEntries(programs) };
}

async function runOf(experiment: Experiment): Promise<number | string> {
  try {
    const readFile = () => Promise.reject(new Error('no file is read'));
    const data = await loadDataset(experiment.data, { seed: 1, readFile });
    const trainer = createTrainer({ spec: experiment, data, variant: 'dropout' });
    trainer.advance(8);
    return trainer.step;
  } catch (error) {
    return String(error);
  }
}
