interface Recorder {
  identify?(userId: string, traits?: Record<string, string | number>): void
  track?(name: string, properties?: Record<string, string | number>): void
  state?(name: string, value: unknown, action?: string): void
}

function recorder(): Recorder | undefined {
  return (window as { playhead?: Recorder }).playhead
}

/** Names the visitor for the recorder, when one is on the page. */
export function tellWho(userId: string, traits: Record<string, string | number>): void {
  recorder()?.identify?.(userId, traits)
}

/** Reports a business event to the recorder, when one is on the page. */
export function tellEvent(name: string, properties: Record<string, string | number>): void {
  recorder()?.track?.(name, properties)
}

/** Shows the recorder what the shop has in its mind, when one is on the page, and what led to it. */
export function tellState(name: string, value: unknown, action?: string): void {
  recorder()?.state?.(name, value, action)
}
