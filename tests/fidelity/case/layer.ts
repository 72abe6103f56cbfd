import type { Family } from '../case.ts'

const css = `<style>body { font: 18px sans-serif } dialog, [popover] { padding: 30px; border: 4px solid #3d405b; font: 20px sans-serif } ::backdrop { background: rgb(224 122 95 / 0.6) } #page { background: #f2cc8f; padding: 30px }</style><div></div>`
const page = '<div id="page"><h1>The page below</h1><p>With some text.</p></div>'

export const layer: Family = {
  name: 'top layer',
  cases: [
    {
      name: 'modal dialogs, one over another',
      head: css,
      html: `${page}<dialog id="a">First</dialog><dialog id="b" style="background:#81b29a">Second, smaller</dialog>`,
      steps: [`a.showModal(); document.activeElement.blur()`, `b.showModal(); document.activeElement.blur()`, `a.close()`, `b.close()`],
    },
    {
      name: 'a modal from before the recording',
      head: css,
      html: `${page}<dialog id="a">Modal from the start</dialog><script>a.showModal(); document.activeElement.blur()</script>`,
      steps: [`a.append(' and changed')`, `a.style.background = '#81b29a'`, `a.close()`],
    },
    {
      name: 'dialogs that are not modal',
      head: css,
      html: `<dialog id="a">Plain one</dialog>${page}<dialog id="b">Other</dialog>`,
      steps: [
        `a.show(); document.activeElement.blur()`,
        `b.setAttribute('open', '')`,
        `a.close(); b.close(); b.showModal(); document.activeElement.blur()`,
        `b.close(); a.open = true`,
      ],
    },
    {
      name: 'popovers: auto, manual, their order',
      head: `${css}<style>[popover] { margin: 0; inset: auto; left: 100px; top: 100px; width: 240px; height: 120px } #q { left: 180px; top: 150px; background: #81b29a } #r { left: 240px; top: 90px; background: #e07a5f }</style>`,
      html: `${page}<div id="p" popover>auto</div><div id="q" popover="manual">manual</div><div id="r" popover="manual">another</div>`,
      steps: [
        `q.showPopover(); r.showPopover()`,
        `p.showPopover()`,
        `q.hidePopover(); q.showPopover()`,
        `p.hidePopover(); r.hidePopover()`,
      ],
    },
    {
      name: 'popovers over modals, shown by a button',
      head: css,
      html: `${page}<dialog id="a"><button id="go" popovertarget="p">More</button> A dialog that holds a popover</dialog><div id="p" popover style="background:#81b29a">Popped from within</div>`,
      steps: [
        `a.showModal(); document.activeElement.blur()`,
        (tab) => tab.click('#go').then(() => tab.mouse.move(790, 590)),
        `p.hidePopover(); document.activeElement.blur()`,
        `a.close()`,
      ],
    },
    {
      name: 'full screen',
      head: `${css}<style>:fullscreen { background: #118ab2; color: white } #a:fullscreen::backdrop { background: red }</style>`,
      html: `${page}<div id="a"><h2>Wide</h2><button id="go" onclick="a.requestFullscreen()">Full screen</button></div>`,
      steps: [
        async (tab) => {
          await tab.click('#go')
          await tab.waitForFunction('document.fullscreenElement')
          await tab.mouse.move(790, 590)
          await tab.evaluate('document.activeElement.blur()')
        },
        `a.append('Added while wide')`,
        `await document.exitFullscreen()`,
      ],
    },
    {
      name: 'anchored popovers',
      head: `${css}<style>#page { anchor-name: --page } #p { position-anchor: --page; inset: auto; top: anchor(bottom); left: anchor(center); margin: 0; background: #ffd166 }</style>`,
      html: `${page}<div id="p" popover="manual">Anchored below</div>`,
      steps: [`p.showPopover()`, `page.style.width = '300px'`, `p.style.top = 'anchor(top)'`],
    },
    {
      name: 'dialogs and popovers in shadow roots',
      head: css,
      html: `${page}<div id="host"></div>`,
      script: `window.root = host.attachShadow({ mode: 'open' }); root.innerHTML = '<style>dialog { background: #06d6a0; padding: 40px } dialog::backdrop { background: rgb(0 0 0 / 0.5) }</style><dialog id="a">In a shadow root</dialog><div id="p" popover="manual">popover</div>'; window.a = root.getElementById('a'); window.p = root.getElementById('p')`,
      steps: [`a.showModal(); root.activeElement?.blur()`, `p.showPopover()`, `a.close()`],
    },
  ],
}
