import { htmlPlaces, type Place, scriptPlaces } from './place.ts'

/** Documents in documents. */
export const framePlaces: readonly Place[] = [
  ...htmlPlaces('frame', 'balanced', {
    'text in srcdoc': '<iframe srcdoc="<p>$</p>"></iframe>',
    'text in a frame of the same origin': '<iframe src="/frame?text=$"></iframe>',
    'title in a frame': '<iframe srcdoc="<title>$</title>"></iframe>',
    'text in a frame’s shadow root': '<iframe srcdoc="<div><template shadowrootmode=open>$</template></div>"></iframe>',
  }),
  ...htmlPlaces('frame', undefined, {
    'doctype of a frame': "<iframe srcdoc=\"<!DOCTYPE html PUBLIC '-//$//DTD' 'https://example.com/$'><p>a</p>\"></iframe>",
    'value in a frame': '<iframe srcdoc="<input value=$>"></iframe>',
    'password in a frame': '<iframe srcdoc="<input type=password value=$ data-playhead-unmask>"></iframe>',
    'comment in a frame': '<iframe srcdoc="<!-- $ -->"></iframe>',
    'address of a link in a frame': '<iframe srcdoc="<a href=\'/x?$\'>a</a>"></iframe>',
    'text in a frame of another origin': '<iframe src="http://localhost:{port}/frame?text=$"></iframe>',
    'address of a frame of another origin': '<iframe src="http://localhost:{port}/frame?user=$#$"></iframe>',
  }),
  ...htmlPlaces('frame', 'relaxed', {
    'attribute in a frame': '<iframe srcdoc="<p data-user=$>a</p>"></iframe>',
    'style in a frame': '<iframe srcdoc="<style>.z::before { content: \'$\' }</style>"></iframe>',
  }),
  ...scriptPlaces('frame', 'balanced', {
    'document.write into a frame':
      'const f = fill("<iframe></iframe>"); f.contentDocument.open(); f.contentDocument.write("<p>$</p>"); f.contentDocument.close(); await wait(60)',
    'text changed in a frame':
      'const f = fill("<iframe srcdoc=\'<p>a</p>\'></iframe>"); await wait(120); f.contentDocument.querySelector("p").textContent = "$"; await wait(60)',
    'console of a frame':
      'const f = fill("<iframe srcdoc=\'<p>a</p>\'></iframe>"); await wait(60); f.contentWindow.console.log("$"); await frame()',
  }),
  ...scriptPlaces('frame', undefined, {
    'typed in a frame':
      'const f = fill("<iframe srcdoc=\'<input>\'></iframe>"); await wait(120); const i = f.contentDocument.querySelector("input"); i.value = "$"; i.dispatchEvent(new f.contentWindow.InputEvent("input", { bubbles: true })); await wait(60)',
    'fetch of a frame':
      'const f = fill("<iframe srcdoc=\'<p>a</p>\'></iframe>"); await wait(60); await f.contentWindow.fetch("/api/x?user=$")',
  }),
]
