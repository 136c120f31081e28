import { reasonOf } from './log';
import type { StudyStore } from './store/study-store';
import type { StudyRunner } from './study-runner';

/** How often it is looked at how far another window is. */
const LOOK_MILLISECONDS = 2_000;

/** Puts the study on the screen that was there before a reload, and follows one there that another window runs. */
export async function followStudies(
  runner: StudyRunner,
  store: StudyStore,
  id: string | undefined,
  log: { warn(message: string): void },
): Promise<{ dispose(): void }> {
  const load = async (wanted: string) => {
    try {
      const study = await store.load(wanted);
      // A person has opened or started another meanwhile.
      if (runner.study === null || runner.study.id === wanted) runner.show(study);
    } catch (error) {
      log.warn(`Study ${wanted}: ${reasonOf(error)}`);
    }
  };
  if (id !== undefined && store.summaries.some((one) => one.id === id)) await load(id);
  let isLooking = false;
  return store.onDidChange(() => {
    const { study } = runner;
    if (study?.status !== 'elsewhere' || isLooking) return;
    isLooking = true;
    const look = () => load(study.id).finally(() => (isLooking = false));
    setTimeout(look, LOOK_MILLISECONDS).unref();
  });
}
