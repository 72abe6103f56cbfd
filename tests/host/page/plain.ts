import { acts } from './act.ts'
import { log, ready, start } from './log.ts'

const app = document.querySelector('#app')!
const main = document.createElement('main')
const list = document.createElement('ul')
const add = (text: string): void => {
  const item = document.createElement('li')
  item.append(text)
  list.append(item)
}
for (const [name, act] of Object.entries(acts)) {
  const button = document.createElement('button')
  button.id = name
  button.append(name)
  button.addEventListener('click', (event) => act(add, event))
  main.append(button)
}
const text = document.createElement('input')
text.id = 'text'
text.addEventListener('input', () => {
  log('typed', text.value)
  if (text.value === 'break') throw new Error('a handler broke')
})
main.append(text, list)
app.append(main)
start()
ready()
