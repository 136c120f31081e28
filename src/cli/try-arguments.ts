/** Of `try`, what stands behind `--` is the script's; and `--set --lr=0.1` means `--set=--lr=0.1`. */
export function ownArguments(args: readonly string[]): {
  readonly ours: readonly string[];
  readonly scripts: readonly string[];
} {
  if (args[0] !== 'try') return { ours: args, scripts: [] };
  const cut = args.indexOf('--');
  const [before, scripts] = cut < 0 ? [args, []] : [args.slice(0, cut), args.slice(cut + 1)];
  const ours: string[] = [];
  for (const one of before) {
    if (ours.at(-1) === '--set') ours[ours.length - 1] = `--set=${one}`;
    else ours.push(one);
  }
  return { ours, scripts };
}
