import * as vscode from 'vscode';

/** What is used of the API of Microsoft's Python extension. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(path: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The interpreter for a script: what was chosen in the Python extension, else the setting, else `python3`. */
export async function interpreterFor(script: vscode.Uri): Promise<string> {
  return (
    (await chosenInPython(script)) ?? fromSettings() ?? (process.platform === 'win32' ? 'python' : 'python3')
  );
}

function fromSettings(): string | undefined {
  const path = vscode.workspace.getConfiguration('dropoutPlayground').get<unknown>('pythonPath');
  return typeof path === 'string' && path.trim() !== '' ? path.trim() : undefined;
}

async function chosenInPython(script: vscode.Uri): Promise<string | undefined> {
  try {
    const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
    const { environments } = (await extension?.activate()) ?? {};
    if (!environments) return undefined;
    const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(script));
    return resolved?.executable.uri?.fsPath;
  } catch {
    // Another extension's fault keeps nobody from trying values.
    return undefined;
  }
}
