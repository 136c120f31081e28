import { type ComparedTraining, TRY_ROLES, type TryState, type TryTrial, triedId } from '../protocol';
import { inFractions, meanOf } from './beside';

/** The values that are tried, as trainings: of each the mean of its complete trials, before that of those that go on. */
export function trainingsOfTried(tried: TryState | null): ComparedTraining[] {
  return (tried?.sides ?? []).flatMap(({ name, values }, side) => {
    const own = tried!.trials.filter((trial) => trial.side === side && trial.curves.length > 0);
    const complete = own.filter(({ state }) => state === 'complete');
    const members = complete.length > 0 ? complete : own.filter(({ state }) => state === 'running');
    const lines = linesOf(members);
    const what = Object.keys(values).length === 1 ? `${tried!.what} ${name}` : name;
    if (lines.length === 0) return [];
    return [
      {
        ...{ id: triedId(tried!, side), from: 'script' as const, name: `${tried!.script}: ${what}` },
        unit: members.every(({ curves }) => curves.every(({ unit }) => unit === 'epoch')) ? 'epoch' : 'step',
        seeds: members.length,
        settings: Object.entries(values).map(([key, value]) => `${key}=${value}`),
        lines,
      },
    ];
  });
}

function linesOf(members: readonly TryTrial[]): ComparedTraining['lines'] {
  return TRY_ROLES.flatMap((role) => {
    const curves = members.flatMap((trial) => trial.curves.find((one) => one.role === role) ?? []);
    // Of fewer trainings than are counted a mean would say too much.
    if (
      curves.length === 0 ||
      curves.length < members.length ||
      curves.some(({ steps }) => steps.length === 0)
    )
      return [];
    const seeds = curves.map(({ steps, values }) => ({ x: steps, y: values }));
    return [{ role, ...meanOf(inFractions(role, seeds)) }];
  });
}
