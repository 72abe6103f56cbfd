import { htmlPlaces, type Place, scriptPlaces } from './place.ts'

const head = (name: string, html: string, more: Partial<Place> = {}): Place => ({ name, group: 'document', head: html, ...more })

const address = (name: string, part: Partial<Place>): Place => ({ name, group: 'address', ...part })

/** What a document says of itself, and where it is. */
export const documentPlaces: readonly Place[] = [
  address('path id', { address: '/$', form: 'digits' }),
  address('path secret', { address: '/invite/$' }),
  address('query', { address: '?user=$' }),
  address('hash', { address: '#$' }),
  address('ad click id', { address: '?gclid=$' }),
  address('campaign that is an e-mail address', { address: '?utm_content=$@example.com' }),
  address('campaign that is a number', { address: '?utm_term=$', form: 'digits' }),
  address('referrer’s query', { referrer: '?user=$' }),
  address('referrer’s path id', { referrer: '/$', form: 'digits' }),
  head('title', '<title>$</title>', { shows: 'balanced' }),
  head('json-ld', '<script type="application/ld+json">{"name":"$"}</script>'),
  head('import map', '<script type="importmap-x">{"imports":{"$":"/$"}}</script>'),
  head('inline script', '<script>window.__state = { user: "$" }</script>'),
  head('comment in the head', '<!-- $ -->'),
  head('csrf token', '<meta name="csrf-token" content="$">'),
  ...htmlPlaces('document', 'relaxed', {
    'meta description': '<meta name="description" content="$">',
    'meta property': '<meta property="og:title" content="$">',
    'meta name': '<meta name="$" content="1">',
    'link title': ['<link rel="alternate" title="$">', { shows: 'balanced' }],
    'meta viewport': '<meta name="viewport-x" content="$">',
    'meta itemprop': '<meta itemprop="$" content="$">',
    'link rel': '<link rel="$">',
  }),
  ...htmlPlaces('document', undefined, {
    'meta refresh': '<meta http-equiv="refresh" content="99999;url=/?$">',
    'link href query': '<link rel="canonical" href="https://example.com/?user=$">',
    'icon href query': '<link rel="icon" href="/icon.png?user=$">',
  }),
  ...scriptPlaces('document', 'balanced', {
    'title changed': 'document.title = "$"',
    'page() name': 'playhead.page("$")',
  }),
  ...scriptPlaces('address', undefined, {
    'pushed, query': 'history.pushState(null, "", "?user=$")',
    'pushed, hash': 'location.hash = "$"',
    'pushed, path id': ['history.pushState(null, "", "/visit/orders/$/edit")', { form: 'digits' }],
    'pushed, path secret': 'history.pushState(null, "", "/visit/reset/$"); history.pushState(null, "", "/visit/$/edit")',
    'pushed, path e-mail': 'history.pushState(null, "", "/visit/$@example.com/edit")',
    'replaced, query': 'history.replaceState(null, "", "/visit/?token=$")',
    'pushed, hash route': 'history.pushState(null, "", "#/users/$")',
    'pushed, path parameter': 'history.pushState(null, "", "/visit/orders;user=$/edit")',
    'pushed, home page': 'history.pushState(null, "", "/visit/~$/")',
    'navigation state': 'try { await window.navigation?.updateCurrentEntry({ state: { user: "$" } }) } catch {}',
    'history state': 'history.pushState({ user: "$" }, "", "/visit/state")',
    'window.name': 'window.name = "$"',
    cookie: 'document.cookie = "user=$"',
  }),
]
