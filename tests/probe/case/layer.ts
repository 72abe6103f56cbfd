import type { Family } from '../probe.ts'
import type { Seen } from '../seen.ts'
import { click } from '../tab.ts'

/** Ids of what entered the top layer and is still in it, lowest first. */
function layersOf(seen: Seen): number[] {
  const stack: number[] = []
  for (const { id, layer } of seen.all('topLayer')) {
    const at = stack.indexOf(id)
    if (at >= 0) stack.splice(at, 1)
    if (layer !== 'none') stack.push(id)
  }
  return stack
}

export const layer: Family = {
  name: 'layer',
  probes: [
    {
      name: 'dialog.showModal()',
      html: '<dialog id="a">modal</dialog>',
      act: 'a.showModal()',
      want: (seen) => seen.has('topLayer', { of: 'a', layer: 'modal' }),
      rrweb: /"rr_open_mode":"modal"|rr_open_mode/,
    },
    {
      name: 'dialog.show() is not modal',
      html: '<dialog id="a">plain</dialog>',
      act: 'a.show()',
      want: (seen) => seen.node('a')!.attributes.has('open') && !seen.has('topLayer', { layer: 'modal' }),
      rrweb: /"open":("|true)/,
    },
    {
      name: 'modal before the start',
      html: '<dialog id="a">modal</dialog>',
      before: 'a.showModal()',
      want: (seen) => seen.holds('topLayer', { of: 'a', layer: 'modal' }),
      marker: 'rr_open_mode',
    },
    {
      name: 'modal closed by Escape',
      html: '<dialog id="a"><button>x</button></dialog>',
      before: 'a.showModal()',
      act: (tab) => tab.press('Escape'),
      want: (seen) =>
        seen.has('topLayer', { of: 'a', layer: 'none' }) || (layersOf(seen).length === 0 && !seen.node('a')!.attributes.has('open')),
    },
    {
      name: 'popover shown',
      html: '<div id="a" popover>pop</div>',
      act: 'a.showPopover()',
      want: (seen) => seen.has('topLayer', { of: 'a', layer: 'popover' }),
    },
    {
      name: 'popover dismissed by a click elsewhere',
      html: '<div id="a" popover style="inset:auto;top:200px;left:200px">pop</div><p id="b">elsewhere</p>',
      before: 'a.showPopover()',
      act: (tab) => click(tab, '#b'),
      want: (seen) => seen.has('topLayer', { of: 'a', layer: 'none' }),
    },
    {
      name: 'order of the top layer',
      html: '<dialog id="a">one</dialog><div id="b" popover="manual">two</div><div id="c" popover="manual">three</div>',
      act: 'b.showPopover(); c.showPopover(); a.showModal(); b.hidePopover(); b.showPopover()',
      want: (seen) => layersOf(seen).join() === ['c', 'a', 'b'].map((id) => seen.node(id)?.id).join(),
    },
    {
      name: 'dialog within a shadow root',
      html: '<div id="host"></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '<dialog id="a">inner</dialog>'`,
      act: `host.shadowRoot.getElementById('a').showModal()`,
      want: (seen) => seen.has('topLayer', { of: 'a', layer: 'modal' }),
    },
    {
      name: 'full screen, and back',
      html: '<div id="a">wide</div><button id="go" onclick="a.requestFullscreen()">go</button>',
      act: async (tab) => {
        await click(tab, '#go')
        await tab.run(
          'for (let i = 0; i < 100 && !document.fullscreenElement; i++) await new Promise((r) => setTimeout(r, 20)); await new Promise((r) => setTimeout(r, 300)); await document.exitFullscreen()',
        )
      },
      want: (seen) => seen.has('topLayer', { of: 'a', layer: 'fullscreen' }) && seen.has('topLayer', { of: 'a', layer: 'none' }),
      needs: 'document.fullscreenEnabled',
    },
    {
      name: 'details opened by hand; its group closes',
      html: '<details id="a" name="g" open><summary>one</summary>1</details><details id="b" name="g"><summary id="s">two</summary>2</details>',
      act: (tab) => click(tab, '#s'),
      want: (seen) => seen.node('b')!.attributes.has('open') && !seen.node('a')!.attributes.has('open'),
      rrweb: /"open":("|true)/,
    },
  ],
}
