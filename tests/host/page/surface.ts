/** What can be read off a function without calling it. */
function describeFunction(value: object): string {
  const called = value as (...args: unknown[]) => unknown
  return `${called.name}/${called.length} ${Object.getOwnPropertyNames(called).join()} ${Function.prototype.toString.call(called).replaceAll(/\s+/g, ' ').slice(0, 80)}`
}

function describeProperties(owner: object, name: string): string[] {
  return Reflect.ownKeys(owner).map((key) => {
    const found = Object.getOwnPropertyDescriptor(owner, key)!
    const flags = `${found.enumerable ? 'e' : ''}${found.configurable ? 'c' : ''}${found.writable ? 'w' : ''}`
    const shape = [found.get, found.set, found.value]
      .map((part: unknown) => (typeof part === 'function' ? describeFunction(part) : typeof part))
      .join(' | ')
    // React's own keys are random.
    return `${name}.${String(key).replace(/^(_+react(?:Container|Listening))\$?.*$/, '$1')} ${flags} ${shape}`
  })
}

/** Every property of the window, of every interface's prototype, and of the objects that a page holds: one line each. */
export function readSurface(): string[] {
  const lines = describeProperties(window, 'window')
  for (const name of Object.getOwnPropertyNames(window).sort()) {
    const found: unknown = Object.getOwnPropertyDescriptor(window, name)?.value
    if (typeof found !== 'function' || name === 'playhead') continue
    lines.push(...describeProperties(found, name))
    const prototype: unknown = Object.getOwnPropertyDescriptor(found, 'prototype')?.value
    if (typeof prototype === 'object' && prototype) lines.push(...describeProperties(prototype, `${name}.prototype`))
  }
  const held = { document, history, location, navigator, console, performance, root: document.documentElement, body: document.body }
  for (const [name, object] of Object.entries(held)) lines.push(...describeProperties(object, name))
  return lines
}
