import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Idea } from './idea';
import { type Source, sourceText } from './sources';

/** What an idea says, each claim with the number of its source, and the sources below. */
export function claimsOf(idea: Idea): TemplateResult {
  const claims = idea.claims();
  const sources = new Map<string, Source>();
  for (const { source } of claims) if (source) sources.set(sourceText(source), source);
  const numbers = new Map([...sources.keys()].map((text, index) => [text, index + 1]));
  return html`
    <p>${claims.map(({ text, source }) => html`${text}${source ? cite(source, numbers) : ''} `)}</p>
    <ol class="sources" aria-label=${l10n.t('Sources')}>
      ${[...sources].map(
        ([text, { url }], index) =>
          html`<li><span aria-hidden="true">${index + 1}</span> <a href=${url}>${text}</a></li>`,
      )}
    </ol>
  `;
}

/** A small number that says on hover where the sentence before it comes from. */
function cite(source: Source, numbers: ReadonlyMap<string, number>) {
  const text = sourceText(source);
  const number = numbers.get(text) ?? 0;
  const label = l10n.t('Source {0}: {1}', number, text);
  return html`<a class="cite" href=${source.url} title=${text} aria-label=${label}>${number}</a>`;
}
