import { body, change, type Family } from '../attack.ts'

/** Forms that send. */
export const form: Family = {
  name: 'form',
  attacks: [
    body('action', ({ url }) => `<form action="${url('f')}" method="post" target="_top"><input name="a" value="b"><button>x</button></form><form action="${url('g')}"><input type="submit"></form>`),
    body('formaction', ({ url, attr }) => `<form><button formaction="${url('f')}" formtarget="_top" formmethod="get">x</button><input type="submit" formaction="javascript:${attr}"><input type="image" formaction="${url('i')}" src="${url('i.gif')}"></form>`),
    body('action as code', ({ attr }) => `<form action="javascript:${attr}"><button>x</button></form><form action="data:text/html,x" target="_top"><button>y</button></form>`),
    body('buttons that stand elsewhere', ({ url }) => `<form id="f"></form><button form="f" formaction="${url('a')}">x</button><input form="f" type="submit" formaction="${url('b')}"><isindex action="${url('c')}"></isindex><keygen form="f">`),
    body('sent by itself', ({ url, run }) => `<form id="f" action="${url('f')}"></form><script>${run};document.getElementById('f').submit()</script><img src="data:x" onerror="document.forms[0].submit()">`),
    body('dialogs that close and send', ({ url }) => `<dialog open=""><form method="dialog" action="${url('d')}"><button formmethod="post" formaction="${url('e')}">x</button></form></dialog>`),
    change('told later', '<form id="f"><button id="b">x</button></form>', ({ id, url }) => [
      { type: 'attribute', id: id('f'), name: 'action', value: url('f') },
      { type: 'attribute', id: id('f'), name: 'target', value: '_top' },
      { type: 'attribute', id: id('b'), name: 'formaction', value: url('b') },
      { type: 'attribute', id: id('b'), name: 'FORMACTION', value: url('c') },
    ]),
  ],
} // prettier-ignore
