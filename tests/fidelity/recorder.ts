import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'

/**
 * Scripts that set `startRecording()` and `takeRecording()`, which resolves to what was recorded as texts: our chunks in
 * base64, rrweb's events as JSON. Each records as much as it can.
 */
export async function loadRecorders(dist: string): Promise<Readonly<Record<'own' | 'peer', string>>> {
  const playhead = await readFile(join(dist, 'playhead.js'), 'utf8')
  const own = `${playhead}
;(() => {
  const chunks = []
  const textOf = (bytes) => { let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text) }
  let recording
  window.startRecording = () => {
    recording = playhead.record({ emit: (chunk) => void chunks.push(textOf(chunk)), privacy: 'relaxed', unmask: '*', assets: 'inline', canvas: true })
  }
  window.takeRecording = async () => { await recording.stop(); return chunks }
})()`
  return { own, peer: await peerScript() }
}

async function peerScript(): Promise<string> {
  const contents = `import { record } from '@rrweb/record'
const events = []
window.startRecording = () => {
  record({ emit: (event) => void events.push(JSON.stringify(event)), maskInputOptions: { password: true }, collectFonts: true, inlineImages: true, inlineStylesheet: true, recordCanvas: true })
}
window.takeRecording = async () => events`
  const { outputFiles } = await bundle({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]!.text
}
