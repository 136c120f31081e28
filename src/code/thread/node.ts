import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { type CodeDocument, CodeScanner } from '../scanner';
import { numbersOf } from '../settings/read';
import { bounded } from './bounds';
import type { FromScanner, ScannerData, ToScanner } from './messages';

const port = parentPort!;
const { wasmDir, translations, isBounded } = workerData as ScannerData;
if (translations) l10n.config({ contents: { ...translations } });

const documents = new Map<number, CodeDocument>();
const post = (message: FromScanner) => port.postMessage(message);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function read(scanner: CodeScanner, request: Extract<ToScanner, { type: 'scan' }>): Promise<void> {
  const { id, document, language, text } = request;
  try {
    if (typeof text === 'string') await scanner.prepare(language, text);
    const code = documents.get(document) ?? scanner.open(language);
    documents.set(document, code);
    const result = typeof text === 'string' ? code.update(text) : code.updateCells(text);
    const shown = isBounded ? bounded(result) : result;
    const numbers = request.numbers && typeof text === 'string' && numbersOf(text, language);
    post({ type: 'scanned', id, result: numbers ? { ...shown, numbers } : shown });
  } catch (error) {
    post({ type: 'failed', id, reason: reasonOf(error) });
  }
}

function close(document: number): void {
  documents.get(document)?.dispose();
  documents.delete(document);
}

CodeScanner.load(wasmDir, true).then(
  (scanner) => {
    port.on('message', (message: ToScanner) =>
      message.type === 'scan' ? void read(scanner, message) : close(message.document),
    );
    post({ type: 'ready' });
  },
  (error) => post({ type: 'unavailable', reason: reasonOf(error) }),
);
