/** As the `ref` of what a press brought up: on a small screen it may have come beyond the edge. */
export function showWhole(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
