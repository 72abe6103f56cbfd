import { htmlPlaces, type Place, scriptPlaces } from './place.ts'

const rules: Readonly<Record<string, string>> = {
  'content string': '.z::before { content: "$" }',
  'content string in single quotes': ".z::before { content: '$' attr(title) }",
  'content with an escape': '.z::before { content: "\\"$" }',
  comment: '/* $ */ .z { color: red }',
  'comment in a value': '.z { color: /* $ */ red }',
  'custom property, string': '.z { --name: "$" }',
  'custom property, word': '.z { --name: $ }',
  'custom property, JSON': '.z { --name: { "user": "$" } }',
  'font family, string': '.z { font-family: "$", serif }',
  'font family, word': '.z { font-family: $, serif }',
  'font shorthand': '.z { font: italic 12px/1.5 "$", serif }',
  '@font-face family': '@font-face { font-family: "$"; src: local("$") }',
  'grid areas': '.z { grid-template-areas: "head $" "main $" }',
  'grid area': '.z { grid-area: $ }',
  'grid lines': '.z { grid-template-columns: [$-start] 1fr [$-end] }',
  'attribute selector, string': 'p[data-user="$"] { color: red }',
  'attribute selector, word': 'p[data-user=$] { color: red }',
  'attribute selector, part': 'p[title*="$"], a[href^=\'/users/$\'] { color: red }',
  'address, query': '.z { background: url("/image.png?user=$") }',
  'address, query, bare': '.z { background: url(/image.png?user=$) }',
  'address in image-set': '.z { background: image-set("/image.png?user=$" 1x) }',
  'address in src()': '.z { background: src("/image.png?user=$") }',
  'data: address': '.z { background: url("data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'><text>$</text></svg>") }',
  'hash of an address': '.z { fill: url(/image.svg#$) }',
  '@import query': '@import url("/sheet.css?user=$");',
  '@import string': '@import "/sheet.css?user=$" layer(x);',
  '@namespace': '@namespace x "https://example.com/?$";',
  'list-style string': '.z { list-style-type: "$" }',
  quotes: '.z { quotes: "$" "$" }',
  '@counter-style symbols': '@counter-style zz { system: cyclic; symbols: "$" }',
  '@counter-style symbols, word': '@counter-style zz { system: cyclic; symbols: $ a$; prefix: $; suffix: $ }',
  '@property initial value, word': '@property --zz { syntax: "*"; inherits: false; initial-value: $ }',
  '@property initial value': '@property --zz { syntax: "*"; inherits: false; initial-value: "$" }',
  '@supports string': '@supports (content: "$") { .z { color: red } }',
  'text-emphasis': '.z { text-emphasis: "$" }',
  'hyphenate character': '.z { hyphenate-character: "$" }',
  'unclosed string': '.z::before { content: "$ \n }',
  'string in @layer': '@layer zz { .z::before { content: "$" } }',
  'string in @media': '@media (min-width: 1px) { .z::before { content: "$" } }',
  'string in nested rules': '.z { & .y::before { content: "$" } }',
  '@font-palette-values family': '@font-palette-values --z { font-family: "$" }',
  '@font-feature-values family': '@font-feature-values $ $ { @styleset { z: 1 } }',
  'transition of a view': '::view-transition-group($) { color: red } .z { view-transition-name: $; view-transition-class: $ }',
  'type of a transition': ':root:active-view-transition-type($) { color: red } @view-transition { types: $ }',
  'local font, word': '@font-face { font-family: a; src: local($) }',
  '@import scheme': '@import "$:x";',
}

/** Style sheets, whatever way they come. Relaxed masking leaves them as they are. */
export const cssPlaces: readonly Place[] = [
  ...Object.entries(rules).map(([name, css]): Place => ({
    name: `style: ${name}`,
    group: 'CSS',
    html: `<style>${css}</style>`,
    shows: /data:/.test(name) ? 'balanced' : /address|query|hash/.test(name) && !/image-set|src\(\)/.test(name) ? undefined : 'relaxed',
  })),
  ...htmlPlaces('CSS', 'relaxed', {
    'style in svg': '<svg><style>.z::before { content: "$" }</style></svg>',
    'style in a shadow root': '<div><template shadowrootmode="open"><style>.z::before { content: "$" }</style></template></div>',
    'linked sheet: content string': '<link rel="stylesheet" href="/sheet.css?content=$">',
    'linked sheet: attribute selector': '<link rel="stylesheet" href="/sheet.css?selector=$">',
    'linked sheet: comment': '<link rel="stylesheet" href="/sheet.css?comment=$">',
    'linked sheet: font family': '<link rel="stylesheet" href="/sheet.css?family=$">',
    'linked sheet: custom property': '<link rel="stylesheet" href="/sheet.css?property=$">',
  }),
  ...htmlPlaces('CSS', 'relaxed', {
    'custom property, parts of a number': ['<style>.z { --born: $ }</style>', { form: 'date' }],
    'font family, parts of a number': ['<style>.z { font-family: "$" }</style>', { form: 'date' }],
    'attribute selector, parts of a number': ['<style>p[data-born="$"] { color: red }</style>', { form: 'date' }],
  }),
  ...htmlPlaces('CSS', 'relaxed', {
    'number of a counter': [
      '<style>.z { counter-reset: bal $; counter-set: bal $ 2 } .z::before { content: counter(bal) }</style><p style="counter-set: bal $">a</p>',
      { form: 'digits' },
    ],
    'data: address, e-mail':
      '<style>.z { background: url("data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'><text>$@example.com</text></svg>") }</style>',
  }),
  ...htmlPlaces('CSS', undefined, { 'linked sheet: address': '<link rel="stylesheet" href="/sheet.css?address=$">' }),
  ...scriptPlaces('CSS', 'relaxed', {
    insertRule:
      'const s = fill("<style>.y{color:red}</style>"); await frame(); s.sheet.insertRule(".z::before { content: \\"$\\" }"); await frame()',
    'insertRule, attribute selector':
      'const s = fill("<style></style>"); await frame(); s.sheet.insertRule("p[data-user=\\"$\\"] { color: red }"); await frame()',
    'insertRule into @media':
      'const s = fill("<style>@media all{.y{color:red}}</style>"); await frame(); s.sheet.cssRules[0].insertRule(".z { --name: \\"$\\" }"); await frame()',
    'rule.style assigned':
      'const s = fill("<style>.y::before{color:red}</style>"); await frame(); s.sheet.cssRules[0].style.content = "\\"$\\""; s.sheet.insertRule(".q{}"); await frame()',
    'rule.style.setProperty':
      'const s = fill("<style>.y{color:red}</style>"); await frame(); s.sheet.cssRules[0].style.setProperty("--user", "$"); s.sheet.insertRule(".q{}"); await frame()',
    'selectorText assigned':
      'const s = fill("<style>.y{color:red}</style>"); await frame(); s.sheet.cssRules[0].selectorText = "[title=\\"$\\"]"; s.sheet.insertRule(".q{}"); await frame()',
    'media assigned':
      'const s = fill("<style>.y{color:red}</style>"); await frame(); s.media = "$"; await frame(); s.sheet.media.mediaText = "$"; await frame()',
    'constructed sheet':
      'const s = new CSSStyleSheet(); s.replaceSync(".z::before { content: \\"$\\" }"); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; await frame()',
    'constructed sheet pushed':
      'const s = new CSSStyleSheet(); s.replaceSync(".z { --name: \\"$\\" }"); document.adoptedStyleSheets.push(s); await frame()',
    'constructed sheet replaced late':
      'const s = new CSSStyleSheet(); document.adoptedStyleSheets.push(s); await frame(); await s.replace("p[data-user=\\"$\\"] { font-family: \\"$\\" }"); await frame()',
    'constructed sheet in a shadow root':
      'const s = new CSSStyleSheet(); s.replaceSync(".z::before { content: \\"$\\" }"); const r = stage().attachShadow({ mode: "open" }); r.adoptedStyleSheets = [s]; await frame()',
    'style element’s text':
      'const s = fill("<style>.y{color:red}</style>"); await frame(); s.firstChild.data = ".z::before { content: \\"$\\" }"; await frame()',
    'FontFace name': 'const f = new FontFace("$", "local(\\"$\\")"); document.fonts.add(f); await frame()',
    'animation keyframes':
      'stage("a").animate([{ "--user": "$", opacity: 0 }, { "--user": "$", opacity: 1 }], { duration: 50, id: "$" }); await frame()',
    'names and counters of an animation':
      'stage("a").animate([{ fontFamily: "$", viewTransitionName: "$", counterSet: "a 1" }, { fontFamily: "$", viewTransitionName: "$", counterSet: "a 2" }], { duration: 50 }); await frame()',
    'pseudo-element of an animation':
      'stage("a").animate([{ opacity: 0 }, { opacity: 1 }], { duration: 50, pseudoElement: "::view-transition-group($)" }); await frame()',
    'constructed sheet’s base': [
      'const s = new CSSStyleSheet({ baseURL: "/x/?$" }); s.replaceSync(".z{background:url(a.png?$)}"); document.adoptedStyleSheets.push(s); await frame()',
      { shows: undefined },
    ],
    'view transition':
      'const p = stage("a"); p.style.viewTransitionName = "$"; try { const t = document.startViewTransition({ update() {}, types: ["$"] }); t.finished.catch(() => 0); await wait(100) } catch {} p.style.viewTransitionName = ""',
    'custom state':
      'const n = "x-state-" + Math.random().toString(36).slice(2).replace(/\\d/g, "a"); customElements.define(n, class extends HTMLElement { constructor() { super(); this.internals = this.attachInternals() } }); const e = document.createElement(n); stage().append(e); await frame(); try { e.internals.states.add("$") } catch {} e.internals.ariaLabel = "$"; await frame()',
    'name in CSS.registerProperty':
      'try { CSS.registerProperty({ name: "--a" + "$".length, syntax: "*", inherits: false, initialValue: "$" }) } catch {} await frame()',
    'highlight name':
      'const p = stage("abc"); const r = new Range(); r.selectNodeContents(p); CSS.highlights?.set("$", new Highlight(r)); await frame()',
  }),
]
