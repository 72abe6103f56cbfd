import { type Attack, type Lure } from './attack.ts'
import { numberPage } from './recording.ts'

/** A script that says that it ran by every way that a page leaves open: a mark, a request, a message, the title, a channel. */
export const scriptOf = (canary: string, address: string): string =>
  `(function(c,u){` +
  [
    `window.__ran=c`,
    `new Image().src=u+'ran.gif'`,
    `fetch(u+'ran',{mode:'no-cors'})`,
    `parent.postMessage('ran '+c,'*')`,
    `top.postMessage('ran '+c,'*')`,
    `document.title='ran '+c`,
    `top.document.title='ran '+c`,
    `new BroadcastChannel('attack').postMessage('ran '+c)`,
  ]
    .map((step) => `try{${step}}catch(e){}`)
    .join('') +
  `})('${canary}','${address}')`

/** What one visit's attack is written with: the canary is this visit's alone. */
export function lureOf(attack: Attack, canary: string, origin: string): Lure {
  const address = `${origin}/${canary}/`
  let ids: ReadonlyMap<string, number> | null = null
  const lure: Lure = {
    url: (name) => address + name,
    bare: address.replace('http://', '').replace(/\/$/, ''),
    run: scriptOf(canary, address),
    id(name) {
      ids ??= numberPage(attack.page(lure)).ids
      return ids.get(name) ?? 0
    },
  }
  return lure
}
