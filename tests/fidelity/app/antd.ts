import { Button, ConfigProvider, DatePicker, Modal, Select, Space, Switch, Table, Tag } from 'antd'
import { createElement as h, type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'

const data = Array.from({ length: 6 }, (_, i) => ({ key: i, name: `Person ${i}`, age: 20 + i * 7, tag: i % 2 ? 'calm' : 'keen' }))
const columns = [
  { title: 'Name', dataIndex: 'name' },
  { title: 'Age', dataIndex: 'age' },
  { title: 'Tag', dataIndex: 'tag', render: (tag: string): ReactNode => h(Tag, { color: tag === 'calm' ? 'blue' : 'red' }, tag) },
]

function App(): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return h(
    ConfigProvider,
    { theme: { token: { colorPrimary: '#722ed1' } } },
    h(
      Space,
      { style: { padding: 20 } },
      h(Select, {
        defaultValue: 'one',
        style: { width: 160 },
        options: ['one', 'two', 'three'].map((value) => ({ value, label: `Choice ${value}` })),
      }),
      h(DatePicker),
      h(Switch, { defaultChecked: true }),
      h(Button, { id: 'open', type: 'primary', onClick: () => setOpen(true) }, 'Open'),
    ),
    h(Table, { columns, dataSource: data, pagination: false }),
    h(Modal, { title: 'A question', open: isOpen, onOk: () => setOpen(false), onCancel: () => setOpen(false) }, 'Is it so?'),
  )
}
createRoot(document.querySelector('#app')!).render(h(App))
