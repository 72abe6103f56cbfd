import { type Attack, body, type Family, wrap } from '../attack.ts'

/** No browser writes such text: it may be refused as a whole. */
const refusable = (...attack: Parameters<typeof body>): Attack => ({ ...body(...attack), mayRefuse: true })

/** Text that means one thing to one parser and another to the next. */
export const parser: Family = {
  name: 'parser',
  attacks: [
    body('code within an attribute', ({ run }) => `<p title="</p><img src=x onerror='${run.replace(/'/g, '`')}'>">x</p>`),
    body('style within tables within math', ({ attr }) => `<math><mtext><table><mglyph><style><img src=x onerror="${attr}"></style></mglyph></table></mtext></math>`),
    body('forms within forms', ({ attr }) => `<form><math><mtext><form><mglyph><style></style><img src="data:x" onerror="${attr}"></mglyph></form></mtext></math></form>`),
    refusable('svg that leaves itself', ({ attr }) => `<svg><p></p><style><a id="</style><img src=x onerror='1'>"></style><img src="data:x" onerror="${attr}"></svg><svg><title><style>a</style><img src="data:x" onerror="${attr}"></title></svg>`),
    body('integration points', ({ attr }) => `<math><annotation-xml encoding="text/html"><svg><foreignObject><img src="data:x" onerror="${attr}"></foreignObject></svg></annotation-xml></math><svg><desc><img src="data:x" onerror="${attr}"></desc></svg>`),
    refusable('text elements', ({ attr }) => `<noscript><p title="</noscript><img src=x onerror='1'>"></p></noscript><xmp><p title="</xmp></p></xmp><iframe><p title="x"></iframe><img src="data:x" onerror="${attr}"><textarea>&lt;/textarea&gt;&lt;img src=x&gt;</textarea><title>&lt;/title&gt;&lt;img src=x&gt;</title>`),
    body('plaintext', ({ attr }) => `<img src="data:x" onerror="${attr}"><plaintext></p><script>1</script></plaintext>`),
    body('comments that end early', ({ attr }) => `<!--><img src=x onerror="1">--><!-- --!><img src=x onerror="1"> --><!--[if IE]><script>1</script><![endif]--><img src="data:x" onerror="${attr}">`),
    refusable('doctypes, instructions and sections', ({ attr }) => `<!DOCTYPE x [<!ENTITY a "b">]><?php <img src=x> ?><svg><![CDATA[><img src=x onerror="1">]]></svg><img src="data:x" onerror="${attr}">`),
    refusable('names with signs in them', ({ attr }) => `<img/x/src="data:x" onerror="${attr}"><p"a"="b" '="c" <="d" \`="e" &="f">x</p"a"="b"`.replace(/<p"a"[\s\S]*$/, `<p "a="b" '="c" <="d" \`="e" &="f" (click)="g">x</p>`)),
    body('references that are read twice', ({ attr }) => `<p title="&amp;lt;img src=x onerror=1&amp;gt;">&amp;lt;script&amp;gt;1&amp;lt;/script&amp;gt;</p><img src="data:x" onerror="${attr}">`),
    body('templates and selects', ({ attr }) => `<select><template><img src="data:x" onerror="${attr}"></template><option>x</option><selectedcontent></selectedcontent></select><table><tbody><tr><td><template><script>1</script></template></td></tr></tbody></table><img src="data:x" onerror="${attr}">`),
    {
      name: 'text that is cut and joined',
      page: ({ run }) => wrap(`<p id="p">&lt;script&gt;${run.replace(/&/g, '&amp;')}&lt;/script&gt;</p><div id="d"></div>`),
      events: ({ id, run }) => [
        { type: 'text', id: id('p') + 1, text: `<img src=x onerror="${run}">` },
        { type: 'add', parent: id('d'), before: 0, html: `&lt;script&gt;x&lt;/script&gt;<script>${run}</script>`, splits: [], empties: [] },
      ],
    },
  ],
} // prettier-ignore
