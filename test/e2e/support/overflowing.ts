import type { FrameLocator } from 'playwright-core';

/**
 * Elements whose own text is wider than they are, in all shadow roots, and those that would scroll sideways to show
 * something, unless a keyboard can do so: what is focused is brought into sight. @param ellipses also those that end in “…”: a label cut to two letters says
 * nothing.
 */
export async function overflowing(view: FrameLocator, { ellipses = false } = {}): Promise<string[]> {
  return view.locator('body').evaluate((body, strict) => {
    const found: string[] = [];
    const hasText = (element: Element) =>
      element.localName === 'input' ||
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const check = (element: HTMLElement) => {
      const { display, overflowX, textOverflow } = getComputedStyle(element);
      const isMeant = !strict && textOverflow === 'ellipsis';
      const isBox = display !== 'inline' && !isMeant && element.clientWidth > 1;
      const isReached = element.tabIndex >= 0 || element.querySelector('[tabindex="0"], button') !== null;
      const scrolls = /auto|scroll/.test(overflowX) && !isReached;
      if (isBox && (scrolls || hasText(element)) && element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.localName}.${element.className}: ${element.textContent?.trim().slice(0, 60)}`);
    };
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        check(element);
      }
    };
    visit(body);
    return found;
  }, ellipses);
}
