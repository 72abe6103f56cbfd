import { applyMiddleware, createStore, type Middleware } from 'redux'
import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { PrivacyName } from '../privacy/level.ts'
import { createPlayheadMiddleware } from './redux.ts'
import { createState, type StateExtra } from './state.ts'

let stage: Stage
afterEach(() => stage.stop())
function start(state: StateExtra, privacy: PrivacyName = 'relaxed'): void {
  stage = openStage('<p>x</p>', { extras: [state], privacy })
}
const told = async (): Promise<{ name: string; action: string | undefined; isWhole: boolean; patch: unknown }[]> =>
  (await stage.allOf('appState')).map(({ name, action, isWhole, patch }) => ({
    name,
    action,
    isWhole,
    patch: JSON.parse(patch) as unknown,
  }))
const cart = { items: [{ title: 'Blue shoes', price: 40, gift: false }], owner: 'Ada', authToken: 'canary-token', when: new Date(0) }

test('whole at first, then what changed; equal states say nothing', async () => {
  const state = createState()
  start(state)
  state.tell('cart', cart)
  await frames()
  state.tell('cart', structuredClone(cart))
  await frames()
  state.tell('cart', { ...cart, items: [...cart.items, { title: 'Hat', price: 5 }], owner: undefined, 'a/b': null })
  await frames()
  expect(await told()).toEqual([
    {
      name: 'cart',
      action: undefined,
      isWhole: true,
      patch: { items: [{ title: 'Xxxx xxxxx', price: 40, gift: false }], owner: 'Xxx', when: '[Date]' },
    },
    {
      name: 'cart',
      action: undefined,
      isWhole: false,
      patch: { '/items/1': { title: 'Xxx', price: 5 }, '/owner': '[gone]', '/x~1x': null },
    },
  ])
})

test('once per frame, the last of each; a new recording begins with the whole', async () => {
  const state = createState()
  state.tell('early', 1)
  start(state)
  for (let i = 0; i < 50; i++) state.tell('count', { i })
  await frames()
  expect((await told()).map(({ name, patch }) => [name, patch])).toEqual([
    ['early', 1],
    ['count', { i: 49 }],
  ])
  await stage.stop()
  state.tell('count', { i: 50 })
  start(state)
  await frames()
  expect((await told()).map(({ isWhole, patch }) => [isWhole, patch])).toEqual([
    [true, 1],
    [true, { i: 50 }],
  ])
})

test('strict tells types of numbers, keys that are data are masked, what is unmasked is told but never a secret', async () => {
  const state = createState({ unmask: ['plan', 'authToken'] })
  start(state, 'strict')
  state.tell('user', { ...cart, plan: { name: 'pro', seats: 3 }, byMail: { 'ada@example.org': 1 } })
  await frames()
  const [{ patch }] = (await told()) as unknown as [{ patch: Record<string, unknown> }]
  expect(patch['items']).toEqual([{ title: 'Xxxx xxxxx', price: '[number]', gift: false }])
  expect(patch['plan']).toEqual({ name: 'pro', seats: 3 })
  const all = JSON.stringify(await stage.all())
  for (const canary of ['canary', 'ada@example.org', 'Blue', 'Ada']) expect(all).not.toContain(canary)
})

test('keys that are no identifiers are masked, told apart, counted once; a key that looks personal masks those beside it', async () => {
  const state = createState()
  start(state)
  const users = { 'ann@example.org': 1, 'bob@example.org': 2, jane: 3 }
  state.tell('users', { usersById: users, other: { plan: 4, 'Jane Doe': 5 } })
  await frames()
  state.tell('users', { usersById: { ...users, 'bob@example.org': 7 }, other: { plan: 4, 'Jane Doe': 5 } })
  await frames()
  expect((await told()).map(({ patch }) => patch)).toEqual([
    { usersById: { 'xxx@xxxxxxx.xxx': 1, 'xxx@xxxxxxx.xxx~2': 2, xxxx: 3 }, other: { plan: 4, 'Xxxx Xxx': 5 } },
    { '/usersById/xxx@xxxxxxx.xxx~02': 7 },
  ])
  const losses = (await stage.allOf('loss')).filter(({ what }) => what === 'masked')
  expect(losses).toEqual([expect.objectContaining({ count: 4, detail: 'key' })])
})

test('names of states and types of actions are told where they are identifiers, else as text', async () => {
  const state = createState()
  start(state, 'strict')
  state.tell('cart/items', 1, '@@redux/INIT')
  state.tell('cart of Jane', 1, 'opened Jane')
  state.tell('cart of Anna', 1, 'cart/jane@example.org')
  await frames()
  expect((await told()).map(({ name, action }) => [name, action])).toEqual([
    ['cart/items', '@@redux/INIT'],
    ['xxxx xx Xxxx', 'xxxxxx Xxxx'],
    ['xxxx xx Xxxx~2', 'xxxx/xxxx@xxxxxxx.xxx'],
  ])
})

test('an error of the page that names itself is counted as an error', async () => {
  const state = createState()
  start(state)
  state.tell('bad', {
    get broken(): never {
      throw Object.assign(new Error('canary'), { name: 'canary' })
    },
  })
  await frames()
  await until(async () =>
    expect(await stage.allOf('loss')).toContainEqual(expect.objectContaining({ what: 'hook-error', detail: 'Error' })),
  )
})

test('cycles, depths, breadths and getters that throw neither hang nor reach the page', async () => {
  const state = createState()
  start(state)
  const cycle: Record<string, unknown> = { list: Array.from({ length: 500 }, (_, i) => i) }
  cycle['self'] = [cycle, cycle]
  state.tell('cycle', cycle)
  state.tell('bad', {
    get broken(): never {
      throw new RangeError('canary')
    },
  })
  state.tell('good', { f: () => 0, n: NaN })
  await frames()
  await until(async () => expect((await told()).map(({ name }) => name)).toContain('good'))
  const all = await told()
  expect(JSON.stringify(all.find(({ name }) => name === 'cycle')!.patch).length).toBeLessThan(64_000)
  expect(all.find(({ name }) => name === 'good')!.patch).toEqual({ f: '[function]', n: '[number]' })
  expect(await stage.allOf('loss')).toContainEqual(expect.objectContaining({ what: 'hook-error', detail: 'RangeError' }))
})

test('a Redux store: its state at the start, and what each action changed', async () => {
  const state = createState()
  start(state)
  type Action = { type: 'add'; title: string } | { type: 'noop' }
  const store = createStore(
    (now: { items: string[] } = { items: [] }, action: Action) => (action.type === 'add' ? { items: [...now.items, action.title] } : now),
    applyMiddleware(createPlayheadMiddleware({ state })),
  )
  await frames()
  expect(store.dispatch({ type: 'add', title: 'Shoes' })).toEqual({ type: 'add', title: 'Shoes' })
  await frames()
  store.dispatch({ type: 'noop' })
  await frames()
  expect(store.getState()).toEqual({ items: ['Shoes'] })
  expect(await told()).toEqual([
    { name: 'redux', action: undefined, isWhole: true, patch: { items: [] } },
    { name: 'redux', action: 'add', isWhole: false, patch: { '/items/0': 'Xxxxx' } },
  ])
})

test.each(['strict', 'balanced'] as const)('%s: an action is told by its type, also where what it changed is masked', async (privacy) => {
  const state = createState()
  start(state, privacy)
  const store = createStore(
    (now: { count: number } = { count: 0 }, action: { type: string }) => (action.type === 'inc' ? { count: now.count + 1 } : now),
    applyMiddleware(createPlayheadMiddleware({ state })),
  )
  await frames()
  for (const type of ['inc', 'noop', 'inc']) {
    store.dispatch({ type })
    await frames()
  }
  expect((await told()).map(({ action, patch }) => [action, patch])).toEqual([
    [undefined, { count: '[number]' }],
    ['inc', {}],
    ['inc', {}],
  ])
})

test('an action that another middleware makes of a function is told by its own type', async () => {
  const state = createState()
  start(state)
  const thunk: Middleware = (store) => (next) => (action) => (typeof action === 'function' ? action(store.dispatch) : next(action))
  const store = createStore(
    (now: number = 0, action: { type: string }) => (action.type === 'inc' ? now + 1 : now),
    applyMiddleware(createPlayheadMiddleware({ state }), thunk),
  )
  await frames()
  store.dispatch(((dispatch: typeof store.dispatch) => dispatch({ type: 'inc' })) as never)
  await frames()
  expect((await told()).at(-1)).toMatchObject({ action: 'inc', patch: { '': 1 } })
})

test('without more said, a Redux store tells the page’s own recorder', async () => {
  const state = createState()
  start(state)
  const page = window as { playhead?: unknown }
  page.playhead = { state: state.tell }
  createStore((now: number = 0) => now + 1, applyMiddleware(createPlayheadMiddleware({ name: 'count' }))).dispatch({ type: 'x' })
  delete page.playhead
  await frames()
  expect((await told()).map(({ name, patch }) => [name, patch])).toEqual([['count', 2]])
})

test('a page’s recorder that comes later is told at the next action, also where that changed nothing', async () => {
  const state = createState()
  start(state)
  const store = createStore((now: number = 5) => now, applyMiddleware(createPlayheadMiddleware()))
  const page = window as { playhead?: unknown }
  page.playhead = { state: state.tell }
  store.dispatch({ type: 'noop' })
  delete page.playhead
  await frames()
  expect((await told()).map(({ action, patch }) => [action, patch])).toEqual([['noop', 5]])
})

test('no name and no store throws into the page', async () => {
  const state = createState()
  start(state)
  state.tell(
    {
      toString() {
        throw new Error('x')
      },
    } as unknown as string,
    1,
  )
  const store = {
    getState(): never {
      throw new Error('x')
    },
  }
  expect(createPlayheadMiddleware({ state })(store)((action) => action)('done')).toBe('done')
  await frames()
  expect((await told()).map(({ patch }) => patch)).toEqual([1])
})

test('what is to be forgotten is in no later recording', async () => {
  const state = createState()
  state.tell('before', 1)
  state.forget?.()
  start(state)
  state.tell('after', 1)
  await frames()
  expect((await told()).map(({ name }) => name)).toEqual(['after'])
})
