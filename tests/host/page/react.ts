import { Component, createElement as h, type ReactNode, useEffect, useLayoutEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { acts } from './act.ts'
import { log, ready, start } from './log.ts'

class Boundary extends Component<{ children: ReactNode }, { message: string }> {
  override state: { message: string } = { message: '' }
  static getDerivedStateFromError(error: Error): { message: string } {
    return { message: error.message }
  }
  override componentDidCatch(error: Error): void {
    log('react caught', error.message)
  }
  override render(): ReactNode {
    return this.state.message ? h('p', { id: 'caught' }, this.state.message) : this.props.children
  }
}

function Broken({ on }: { on: boolean }): ReactNode {
  if (on) throw new Error('a component broke')
  return null
}

let renders = 0
function App(): ReactNode {
  log('react renders', ++renders)
  const [items, setItems] = useState<readonly string[]>([])
  const [text, setText] = useState('')
  const add = (item: string): void => setItems((before) => [...before, item])
  useLayoutEffect(() => log('react layout', items.length))
  useEffect(() => log('react effect', text), [text])
  useEffect(() => {
    start()
    ready()
  }, [])
  return h(
    'main',
    { onClick: () => log('react bubbles') },
    Object.entries(acts).map(([name, act]) =>
      h('button', { key: name, id: name, onClick: (event: { nativeEvent: Event }) => act(add, event.nativeEvent) }, name),
    ),
    h('input', { id: 'text', value: text, onChange: (event: { target: HTMLInputElement }) => setText(event.target.value) }),
    h(
      'ul',
      null,
      items.map((item, i) => h('li', { key: i }, item)),
    ),
    h('p', { id: 'echo' }, text),
    h(Boundary, null, h(Broken, { on: text === 'break' })),
  )
}

createRoot(document.querySelector('#app')!, {
  onCaughtError: (error) => log('react root caught', String(error)),
  onUncaughtError: (error) => log('react root uncaught', String(error)),
}).render(h(App))
