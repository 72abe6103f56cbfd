import * as dom from './dom.ts'

/** Takes the page away, all but its doctype: that is the frame's own. */
export function clearPage(): void {
  for (let child = dom.firstChildOf(dom.page); child;) {
    const next = dom.nextOf(child)
    if (dom.nodeTypeOf(child) !== 10) dom.removeChild(dom.page, child)
    child = next
  }
}
