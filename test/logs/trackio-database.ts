import { spawnSync } from 'node:child_process';
import { python } from '../support/python3';

/** Python of the standard library alone; tables as Trackio's `sqlite_storage.py` makes them. */
const PROGRAM = `
import json, sqlite3, sys

with sqlite3.connect(sys.argv[1]) as connection:
    if "--wal" in sys.argv:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("""CREATE TABLE IF NOT EXISTS metrics (id INTEGER PRIMARY KEY AUTOINCREMENT,
        timestamp TEXT NOT NULL, run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL)""")
    connection.execute("""CREATE TABLE IF NOT EXISTS configs (id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_name TEXT NOT NULL, config TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE(run_name))""")
    for run, seed in (("calm-river-1", 1), ("calm-river-2", 2)):
        config = json.dumps({"dropout": 0.5, "seed": seed, "_Username": "someone"})
        connection.execute("INSERT OR IGNORE INTO configs (run_name, config, created_at) VALUES (?, ?, '')", (run, config))
    for step in range(int(sys.argv[2]), int(sys.argv[3])):
        for run in ("calm-river-1", "calm-river-2"):
            values = {"train/loss": 1 / (step + 1), "val/loss": float("nan") if step == 1 else 0.5, "note": "text"}
            text = json.dumps(values)
            connection.execute("INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES ('', ?, ?, ?)",
                (run, step, text if step % 2 else text.encode()))
`;

/** Adds steps from one number to another, which is not included, of two runs. @returns why it could not; undefined: it could. */
export function writeTrackio(path: string, from: number, to: number, ...flags: string[]): string | undefined {
  if (python === undefined) return 'there is no Python 3';
  const { status, stderr, error } = spawnSync(
    python,
    ['-c', PROGRAM, path, String(from), String(to), ...flags],
    { encoding: 'utf8' },
  );
  return status === 0 ? undefined : (error?.message ?? stderr);
}
