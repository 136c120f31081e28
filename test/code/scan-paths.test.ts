import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Scan, type ScanRecord, scanPaths } from '../../src/code/scan-paths';
import { scanner, tooComplex } from './support';

const read: Scan = async (text, language) => (await scanner()).scan(text, language);

async function scan(...paths: string[]) {
  const records: ScanRecord[] = [];
  const problems: { file: string; message: string }[] = [];
  await scanPaths(
    paths,
    { onFinding: (record) => records.push(record), onProblem: (problem) => problems.push(problem) },
    read,
  );
  return { records, problems };
}

describe('scanning files and folders', () => {
  let folder = '';
  const write = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const code = 'from torch import nn\nd = nn.Dropout(0.5)\n';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scan-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reports a file that is too complex to be read whole, and what was found in it', async () => {
    const file = write('a.py', `${code}\n${tooComplex}`);
    const { records, problems } = await scan(folder);
    assert.deepEqual(problems, [{ file, message: 'too complex to be read whole' }]);
    assert.equal(records[0]?.value, 0.5);
  });

  it('says where a finding stands and what to edit, from 1 on', async () => {
    const file = write('a.py', 'from torch import nn\n\nRATE = .5\nd = nn.Dropout(RATE)\n');
    const { records, problems } = await scan(file);
    assert.deepEqual(problems, []);
    assert.deepEqual(records, [
      {
        file,
        line: 4,
        column: 5,
        kind: 'dropout',
        value: 0.5,
        name: null,
        framework: 'pytorch',
        confidence: 'high',
        text: 'nn.Dropout(RATE)',
        edit: { line: 3, column: 8, endLine: 3, endColumn: 10 },
        chain: ['RATE'],
        reason: null,
      },
    ]);
  });

  it('tells a keep fraction, a default and an unresolved value', async () => {
    const file = write(
      'a.py',
      'from torch import nn\nkeep = 0.8\na = nn.Dropout(1 - keep)\nb = nn.Dropout()\nc = nn.Dropout(x)\n',
    );
    const [kept, byDefault, unknown] = (await scan(file)).records;
    assert.deepEqual([kept!.value, kept!.edit!.keep], [0.2, true]);
    assert.deepEqual([byDefault!.value, byDefault!.edit], [0.5, null]);
    assert.match(byDefault!.reason!, /default/);
    assert.deepEqual([unknown!.value, unknown!.edit], [null, null]);
    assert.match(unknown!.reason!, /x is not defined/);
  });

  it('reports sequences of layers', async () => {
    const file = write(
      'a.py',
      'from torch import nn\nnet = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))\n',
    );
    const [layers] = (await scan(file)).records;
    assert.equal(layers!.kind, 'layers');
    assert.deepEqual(
      layers!.layers!.map(({ units }) => units),
      [8, null, 1],
    );
  });

  it('goes through folders in the order of names, past what is not code', async () => {
    for (const name of [
      'b.py',
      'a/x.py',
      'a/c.yaml',
      'n.ipynb',
      'w.ts',
      'README.md',
      'node_modules/x.py',
      '.git/x.py',
      '__pycache__/x.py',
      'my-env/lib/x.py',
    ]) {
      write(name, name.endsWith('.yaml') ? 'dropout: 0.1' : name.endsWith('.py') ? code : '{}');
    }
    write('my-env/pyvenv.cfg', '');
    symlinkSync(folder, join(folder, 'loop'));
    const { records, problems } = await scan(folder);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      records.map(({ file }) => file.slice(folder.length + 1)),
      ['a/c.yaml', 'a/x.py', 'b.py'],
    );
  });

  it('reads a byte order mark, CRLF and other encodings', async () => {
    const bom = write('bom.py', `\ufeff${code.replace(/\n/g, '\r\n')}`);
    const latin = write('latin.py', Buffer.from(`# caf\xe9\n${code}`, 'latin1'));
    const { records } = await scan(bom, latin);
    assert.deepEqual(
      records.map(({ line, column }) => [line, column]),
      [
        [2, 5],
        [3, 5],
      ],
    );
  });

  it('counts columns of a notebook in the file', async () => {
    const cell = { cell_type: 'code', source: ['from torch import nn\n', 'd = nn.Dropout(0.5)'] };
    const text = JSON.stringify({ cells: [cell] }, null, 1);
    const [record] = (await scan(write('n.ipynb', text))).records;
    const line = text.split('\n')[record!.edit!.line - 1]!;
    assert.equal(line.slice(record!.edit!.column - 1, record!.edit!.endColumn - 1), '0.5');
  });

  it('is silent about binary, unreadable and empty files met on the way, and names what was asked for', async () => {
    write('binary.py', new Uint8Array([0x23, 0, 1, 2]));
    write('empty.py', '');
    chmodSync(write('locked.py', code), 0o000);
    const { problems } = await scan(folder);
    assert.deepEqual(problems, []);
    const missing = join(folder, 'missing.py');
    const asked = await scan(missing, join(folder, 'binary.py'), write('x.rb', ''));
    assert.deepEqual(
      asked.problems.map(({ file }) => file),
      [missing, join(folder, 'binary.py'), join(folder, 'x.rb')],
    );
    assert.match(asked.problems[0]!.message, /no such file/);
  });

  it('goes on when a file vanishes while others are scanned', async () => {
    const names = Array.from({ length: 6 }, (_, n) => write(`f${n}.py`, code));
    const seen: string[] = [];
    await scanPaths(
      [folder],
      {
        onFinding: ({ file }) => {
          seen.push(file);
          rmSync(names[3]!, { force: true });
        },
        onProblem: ({ message }) => assert.fail(message),
      },
      read,
    );
    assert.equal(seen.length, 5);
  });
});
