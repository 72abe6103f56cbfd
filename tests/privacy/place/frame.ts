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
    'base of a frame': '<iframe srcdoc="<base href=\'/x/?$\'><p>a</p>"></iframe>',
    'script in a frame': '<iframe srcdoc="<script>var a = \'$\'</script><p>a</p>"></iframe>',
    'data: frame': '<iframe src="data:text/html,<p>$"></iframe>',
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
    'text in a frame that is edited':
      'const f = await framed("<p>a</p>"); f.contentDocument.designMode = "on"; f.contentDocument.body.focus(); f.contentDocument.execCommand("insertText", false, "$"); await wait(60)',
    'title of a frame changed': 'const f = await framed("<p>a</p>"); f.contentDocument.title = "$"; await wait(60)',
    'error in a frame':
      'const f = await framed("<p>a</p>"); f.contentWindow.eval("setTimeout(() => { throw new Error(\'$\') })"); await wait(60)',
    'text changed in a frame': 'const f = await framed("<p>a</p>"); f.contentDocument.querySelector("p").textContent = "$"; await wait(60)',
    'console of a frame': 'const f = await framed("<p>a</p>"); f.contentWindow.console.log("$"); await frame()',
  }),
  ...scriptPlaces('frame', undefined, {
    'typed in a frame':
      'const f = await framed("<input>"); const i = f.contentDocument.querySelector("input"); i.value = "$"; i.dispatchEvent(new f.contentWindow.InputEvent("input", { bubbles: true })); await wait(60)',
    'address pushed in a frame':
      'const f = await framed("/frame"); f.contentWindow.history.pushState(null, "", "/frame?user=$#$"); await wait(60)',
    'address changed of a frame': 'const f = await framed("/frame"); f.contentWindow.location.replace("/frame?user=$"); await wait(120)',
    'storage of a frame':
      'const f = await framed("<p>a</p>"); f.contentWindow.name = "$"; f.contentWindow.postMessage("$", "*"); await wait(60)',
    'fetch of a frame': 'const f = await framed("<p>a</p>"); await f.contentWindow.fetch("/api/x?user=$")',
  }),
]
