import { spawnSync } from 'node:child_process';

/** The first Python that has a module: the one that PYTHON names, the path's, the system's. */
export function pythonWith(module: string): { python: string; version: string } | undefined {
  const code = `import ${module}, numpy; print(${module}.__version__)`;
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3']) {
    if (!python) continue;
    const { status, stdout } = spawnSync(python, ['-c', code], { encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return undefined;
}
