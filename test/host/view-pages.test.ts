import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { viewHtml, viewOptions } from '../../src/host/html';

/** A view's page as a webview would get it. */
function page(name: string, kept: unknown = null): string {
  const webview = { cspSource: 'https://own.example', asWebviewUri: (uri: vscode.Uri) => uri };
  return viewHtml(webview as vscode.Webview, vscode.Uri.file('/extension'), name, 'A "title" <b>', kept);
}

/** What the page's own policy says, by directive. */
function policyOf(html: string): Map<string, string> {
  const [, content] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const text = content!.replaceAll('&#39;', "'");
  return new Map(text.split('; ').map((one) => [one.split(' ')[0]!, one.slice(one.indexOf(' ') + 1)]));
}

describe('the page of a view', () => {
  for (const name of ['panel', 'sidebar']) {
    it(`loads its own files and nothing else: ${name}`, () => {
      const policy = policyOf(page(name));
      for (const directive of ['default-src', 'base-uri', 'form-action'])
        assert.equal(policy.get(directive), "'none'", directive);
      assert.match(policy.get('script-src')!, /^'nonce-[\w+/=]{22,}'$/);
      for (const directive of ['style-src', 'font-src'])
        assert.equal(policy.get(directive), 'https://own.example', directive);
      assert.equal(policy.get('img-src'), 'https://own.example data:');
      assert.doesNotMatch([...policy.values()].join(' '), /unsafe|\*|blob:/);
      assert.notEqual(
        policy.get('script-src'),
        policyOf(page(name)).get('script-src'),
        'a nonce is used once',
      );
    });

    it(`runs no script but the one with the nonce: ${name}`, () => {
      const html = page(name, { idea: '</script><script>alert(1)</script>' });
      const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      assert.equal(scripts.length, 3);
      assert.equal(scripts.filter((tag) => !tag.includes('type="application/json"')).length, 1);
      assert.doesNotMatch(html, / on\w+=|style="|<title>A "title"/);
    });
  }

  it('may neither submit forms nor call commands, and reaches files of the extension alone', () => {
    const options = viewOptions(vscode.Uri.file('/extension'));
    assert.equal(options.enableForms, false);
    assert.equal(options.enableCommandUris, false);
    assert.deepEqual(
      options.localResourceRoots?.map(({ path }) => path),
      ['/extension/dist'],
    );
  });
});
