import * as monaco from 'monaco-editor'

// Colours come from the page's own thread: a worker's answer comes when it will.
Object.assign(globalThis, { monaco, MonacoEnvironment: { getWorker: () => new Worker('data:text/javascript,') } })
const app = document.querySelector<HTMLElement>('#app')!
app.style.height = '660px'
const text = Array.from(
  { length: 120 },
  (_, i) => `function step${i}(value) {\n  // Part ${i}\n  return value * ${i} + "text ${i}".length\n}`,
).join('\n')
const editor = monaco.editor.create(app, {
  value: text,
  language: 'javascript',
  cursorBlinking: 'solid',
  automaticLayout: false,
  minimap: { enabled: true },
})
Object.assign(globalThis, { editor })
