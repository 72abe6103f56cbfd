import { type Attack, change, type Family, type Lure } from '../attack.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const svg = ({ run, url }: Lure): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="${run}" width="9" height="9"><?xml-stylesheet href="${url('x.css')}"?><script>${run}</script><style>@import "${url('a.css')}";</style><image href="${url('b.gif')}" width="9" height="9"/><use xlink:href="${url('u.svg')}#a"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${url('f.html')}"/></foreignObject></svg>`
const html = ({ run, url }: Lure): string => `<!doctype html><script>${run}</script><img src="${url('h.gif')}">`
const css = ({ url }: Lure): string => `@import "${url('a.css')}";p{background:url(${url('b.gif')})}`

/** An asset whose bytes come with the recording, used in every way that a page can. */
const asset = (name: string, mime: string, bytes: (lure: Lure) => string): Attack => ({
  ...change(name, '<img id="i"><link id="l"><iframe id="f"></iframe><object id="o"></object><video id="v"></video><p id="p">x</p><svg><image id="g" width="9" height="9"></image><use id="u"></use></svg><script id="s"></script>', (lure) => [
    { type: 'asset', url: 'https://shop.example/x', hash: 'H'.repeat(22), mime, sizeBytes: 10 },
    { type: 'assetBody', hash: 'H'.repeat(22), mime, base64: base64(bytes(lure)) },
    ...(['i src', 'f src', 'o data', 'v src', 'v poster', 'g href', 'u href', 's src', 'l href'] as const).map((place) => {
      const [id = '', attribute = ''] = place.split(' ')
      return { type: 'attribute', id: lure.id(id), name: attribute, value: 'https://shop.example/x' } as const
    }),
    { type: 'attribute', id: lure.id('l'), name: 'rel', value: 'stylesheet' },
    { type: 'attribute', id: lure.id('p'), name: 'style', value: 'background:url(https://shop.example/x);mask:url(https://shop.example/x#a);filter:url(https://shop.example/x#a)' },
  ]),
  // What a viewer that trusts an asset's own type does with it.
  control: (lure) => {
    const address = `data:${mime.replace(/["<>\s]/g, '') || 'text/html'};base64,${base64(bytes(lure))}`
    return `<iframe src="${address}"></iframe><link rel="stylesheet" href="${address}"><p>x</p>`
  },
}) // prettier-ignore

/** Bytes that are not what they are said to be. */
export const inAsset: Family = {
  name: 'asset',
  attacks: [
    asset('html as an image', 'image/png', html),
    asset('html as what it is', 'text/html', html),
    asset('html behind a type that looks safe', 'text/html;image/png', html),
    asset('a type with signs in it', 'image/svg+xml\r\nX: y, text/html', html),
    asset('svg with code', 'image/svg+xml', svg),
    asset('svg as html', 'application/xhtml+xml', svg),
    asset('svg as css', 'text/css', svg),
    asset('css that asks', 'text/css', css),
    asset('code as an image', 'text/javascript', ({ run }) => run),
    change('a picture of a canvas that is none', '<canvas id="c"></canvas><img id="i">', ({ id, url, run }) => [
      { type: 'canvas', id: id('c'), image: url('c.gif') },
      { type: 'canvas', id: id('c'), image: `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>` },
      { type: 'canvas', id: id('c'), image: `data:image/png;base64,${base64(`<script>${run}</script>`)}` },
      { type: 'attribute', id: id('i'), name: 'src', value: url('i.gif') },
    ]),
  ],
} // prettier-ignore
