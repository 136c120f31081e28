// `npm run fuzz -- [target] [--inputs N] [--seed S]`.
import { parseArgs } from 'node:util';
import { fuzz, grow } from './driver';
import type { Target } from './target';
import { targets } from './targets';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const options = { inputs: Number(values.inputs), seed: Number(values.seed) };
const chosen = positionals.length === 0 ? targets : targets.filter(({ name }) => positionals.includes(name));
const say = (words: string) => process.stdout.write(`${words}\n`);

async function run(target: Target): Promise<void> {
  for (const shape of Object.keys(target.grow ?? {})) {
    try {
      await grow(target, shape);
    } catch (error) {
      fail(error);
    }
  }
  const { inputs, accepted, refused, pumped, slowest } = await fuzz(target, options);
  say(
    `${target.name}, seed ${options.seed}: ${inputs} inputs, ${refused} refused, ${accepted} accepted; ${pumped} pieces repeated; the slowest took ${slowest.toFixed(1)} times as long as JSON.parse`,
  );
}

function fail(error: unknown): void {
  process.exitCode = 1;
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

if (chosen.length === 0) {
  say(`There is no such target; there are ${targets.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 1;
}
(async () => {
  for (const target of chosen) await run(target).catch(fail);
})();
