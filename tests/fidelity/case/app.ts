import type { Case, Family } from '../case.ts'

const app = (name: string, ready: string, steps: Case['steps'], more: Partial<Case> = {}): Case => ({
  name,
  app: name,
  html: '<div id="app"></div>',
  ready,
  steps,
  width: 1000,
  height: 700,
  ...more,
})

export const apps: Family = {
  name: 'published applications',
  cases: [
    app('swagger-ui', `document.querySelectorAll('.opblock').length > 3`, [
      (page) => page.click('.opblock-summary-control >> nth=1'),
      (page) => page.mouse.move(990, 690).then(() => page.click('.opblock.is-open .try-out__btn')),
      `scrollTo(0, 420)`,
      (page) => page.click('.opblock-summary-control >> nth=1'),
    ]),
    app('ag-grid', `document.querySelector('.ag-row')`, [
      `document.querySelector('.ag-body-viewport, .ag-grid-viewport, .ag-center-cols-viewport').scrollTop = 4000; await new Promise((r) => setTimeout(r, 300))`,
      `grid.applyColumnState({ state: [{ colId: 'price', sort: 'asc' }] }); await new Promise((r) => setTimeout(r, 600))`,
      (page) => page.click('.ag-row .ag-cell >> nth=3'),
      `grid.setGridOption('quickFilterText', 'Rome'); await new Promise((r) => setTimeout(r, 600))`,
    ]),
    app('monaco-editor', `document.querySelectorAll('.view-line').length > 5 && performance.now() > 3000`, [
      `editor.setPosition({ lineNumber: 3, column: 1 }); editor.trigger('x', 'type', { text: 'const typed = "words"\\n' }); await new Promise((r) => setTimeout(r, 800))`,
      `editor.setScrollTop(600); await new Promise((r) => setTimeout(r, 800))`,
      `monaco.editor.setTheme('vs-dark'); await new Promise((r) => setTimeout(r, 800))`,
      `editor.setSelection(new monaco.Range(40, 3, 46, 8)); await new Promise((r) => setTimeout(r, 800))`,
    ]),
    app('tinymce', `document.querySelector('.tox-edit-area iframe')?.contentDocument?.querySelector('p')`, [
      `tinymce.activeEditor.setContent('<h1>Heading</h1><p>Some <b>bold</b> text</p><table border="1"><tr><td>cell</td><td>cell</td></tr></table>')`,
      (page) => page.click('.tox-tbtn >> nth=3').then(() => page.mouse.move(990, 690)),
      (page) => page.click('.tox-mbtn >> nth=1').then(() => page.mouse.move(990, 690)),
      (page) => page.keyboard.press('Escape'),
    ]),
    app('quill', `document.querySelector('.ql-toolbar')`, [
      `quill.setContents([{ insert: 'Heading' }, { insert: '\\n', attributes: { header: 1 } }, { insert: 'bold', attributes: { bold: true } }, { insert: ' and ' }, { insert: 'red', attributes: { color: 'red' } }, { insert: '\\n' }, { insert: 'item' }, { insert: '\\n', attributes: { list: 'bullet' } }])`,
      (page) => page.click('.ql-picker-label >> nth=0').then(() => page.mouse.move(990, 690)),
      (page) => page.click('.ql-picker-item >> nth=1').then(() => page.mouse.move(990, 690)),
      `quill.formatText(0, 7, 'background', 'yellow'); document.activeElement.blur()`,
    ]),
    app('antd', `document.querySelector('.ant-table-row')`, [
      (page) => page.click('.ant-select').then(() => page.mouse.move(990, 690)),
      (page) => page.click('.ant-select-item >> nth=1').then(() => page.mouse.move(990, 690)),
      (page) => page.click('#open').then(() => page.mouse.move(990, 690)),
      (page) => page.click('.ant-modal-footer .ant-btn-primary').then(() => page.mouse.move(990, 690)),
    ]),
    app('shoelace', `document.querySelector('sl-button')?.shadowRoot?.querySelector('button') && customElements.get('sl-card')`, [
      (page) => page.click('sl-switch').then(() => page.mouse.move(990, 690)),
      `document.querySelector('sl-dialog').show(); await new Promise((r) => setTimeout(r, 600)); document.activeElement.blur()`,
      `document.querySelector('sl-dialog').hide(); await new Promise((r) => setTimeout(r, 600))`,
      `document.querySelector('sl-tab-group').show('two'); document.querySelector('sl-progress-bar').value = 80; document.documentElement.className = 'sl-theme-dark'; await new Promise((r) => setTimeout(r, 500))`,
    ]),
    app('tailwind', `document.querySelector('#card')`, [
      `card.className = 'rounded-2xl bg-indigo-600 p-10 text-white shadow-xl ring-4 ring-amber-300'`,
      `grid.classList.replace('grid-cols-3', 'grid-cols-2'); card.classList.add('rotate-3')`,
      (page) => page.hover('#more'),
      (page) => page.setViewportSize({ width: 600, height: 700 }),
    ]),
    app('emotion', `document.querySelector('#app button')`, [
      (page) => page.click('#app button'),
      (page) => page.click('#app button'),
      (page) => page.hover('#app button'),
      (page) => page.click('#app button >> nth=1'),
    ]),
    app('styled-components', `document.querySelector('#app button')`, [
      (page) => page.click('#app button'),
      (page) => page.click('#app button'),
      (page) => page.hover('#app button'),
      (page) => page.click('#app button >> nth=1'),
    ]),
    app('react', `document.querySelector('#app li')`, [
      (page) => page.fill('#app input', 'Mend the gate').then(() => page.click('#add')),
      (page) => page.click('#app li >> nth=0'),
      (page) => page.click('#sort'),
      (page) => page.click('#theme').then(() => page.mouse.move(990, 690)),
    ]),
    app('vue', `document.querySelector('#app li')`, [
      (page) => page.fill('#app input', 'Mend the gate').then(() => page.click('#add')),
      (page) => page.click('#app li >> nth=0'),
      (page) => page.click('#sort'),
      (page) => page.click('#theme').then(() => page.mouse.move(990, 690)),
    ]),
    app('svelte', `document.querySelector('#app li')`, [
      (page) => page.fill('#app input', 'Mend the gate').then(() => page.click('#add')),
      (page) => page.click('#app li >> nth=0'),
      (page) => page.click('#sort'),
      (page) => page.click('#theme').then(() => page.mouse.move(990, 690)),
    ]),
  ],
}
