import { createElement as h, type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import './todo.css'

interface Item {
  readonly text: string
  readonly isDone: boolean
}

function App(): ReactNode {
  const [items, setItems] = useState<readonly Item[]>(
    ['Water the plants', 'Write home', 'Call Ada'].map((text) => ({ text, isDone: false })),
  )
  const [text, setText] = useState('')
  const [isNight, setNight] = useState(false)
  const add = (): void => {
    setItems([...items, { text, isDone: false }])
    setText('')
  }
  const turn = (item: Item): void => setItems(items.map((one) => (one === item ? { ...one, isDone: !one.isDone } : one)))
  return h(
    'main',
    { className: isNight ? 'night' : '' },
    h('h1', null, `${items.filter(({ isDone }) => !isDone).length} things to do`),
    h('input', { value: text, onChange: (event: { target: HTMLInputElement }) => setText(event.target.value) }),
    h('button', { id: 'add', onClick: add }, 'Add'),
    h('button', { id: 'sort', onClick: () => setItems([...items].sort((a, b) => (a.text < b.text ? -1 : 1))) }, 'Sort'),
    h('button', { id: 'theme', onClick: () => setNight(!isNight) }, 'Night'),
    h(
      'ul',
      null,
      items.map((item) =>
        h(
          'li',
          {
            key: item.text,
            className: item.isDone ? 'done' : '',
            style: { '--hue': item.text.length * 20 },
            onClick: () => turn(item),
          },
          item.text,
        ),
      ),
    ),
  )
}
createRoot(document.querySelector('#app')!).render(h(App))
