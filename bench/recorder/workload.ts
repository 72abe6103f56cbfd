/** What a page does to its tree. Each runs in the page, and resolves when its last frame was painted. */
export interface Workload {
  readonly name: string
  run(): Promise<void>
}

/** Self-contained: their source is what runs in the page. */
export const workloads: readonly Workload[] = [
  {
    name: 'append 10,000 rows at once',
    async run() {
      const list = document.createElement('ul')
      for (let i = 0; i < 10_000; i++) {
        const row = document.createElement('li')
        row.className = 'row'
        row.textContent = `Row ${i}: ${(i * 7919) % 10_007} in stock`
        list.append(row)
      }
      document.querySelector('#stage')!.replaceChildren(list)
      await new Promise(requestAnimationFrame)
    },
  },
  {
    name: '300 frames × 100 moving nodes',
    async run() {
      const stage = document.querySelector('#stage')!
      stage.replaceChildren(...Array.from({ length: 100 }, () => document.createElement('i')))
      const nodes = [...stage.children] as HTMLElement[]
      for (let frame = 0; frame < 300; frame++) {
        nodes.forEach((node, i) => {
          node.style.transform = `translate(${(100 + 90 * Math.sin(frame / 20 + i)).toFixed(2)}px, ${(frame * 1.5 + i).toFixed(2)}px)`
        })
        await new Promise(requestAnimationFrame)
      }
    },
  },
  {
    name: 'attributes and styles, 30 × 500 elements',
    async run() {
      const nodes = [...document.querySelectorAll<HTMLElement>('main .row')].slice(0, 500)
      for (let round = 0; round < 30; round++) {
        nodes.forEach((node, i) => {
          node.classList.toggle('name', (i + round) % 3 === 0)
          node.style.opacity = String(((i + round) % 10) / 10)
          node.setAttribute('data-round', String(round))
        })
        await new Promise(requestAnimationFrame)
      }
    },
  },
  {
    name: 'a virtual list, 100 windows of 40 rows',
    async run() {
      const stage = document.querySelector('#stage')!
      for (let top = 0; top < 100; top++) {
        stage.replaceChildren(
          ...Array.from({ length: 40 }, (_, i) => {
            const row = document.createElement('div')
            row.className = 'row'
            row.innerHTML = `<b class="cell">${top * 5 + i}</b><span class="cell">Line ${top * 5 + i} of the list</span>`
            return row
          }),
        )
        await new Promise(requestAnimationFrame)
      }
    },
  },
  {
    name: 'innerHTML of half the page × 3',
    async run() {
      const main = document.querySelector('main')!
      const half = document.createElement('section')
      half.append(...[...main.children].slice(0, main.children.length / 2))
      main.prepend(half)
      for (let round = 0; round < 3; round++) {
        half.innerHTML = half.innerHTML.replaceAll('left', `left${round}`)
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
      }
    },
  },
  {
    name: 'text, 100 × 200 nodes',
    async run() {
      const cells = [...document.querySelectorAll('main em')].slice(0, 200)
      for (let round = 0; round < 100; round++) {
        cells.forEach((cell, i) => (cell.firstChild!.nodeValue = `${(i * round) % 97} left of ${round}`))
        await new Promise(requestAnimationFrame)
      }
    },
  },
]
