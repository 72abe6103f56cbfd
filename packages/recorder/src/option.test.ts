import { expect, test } from 'vitest'
import { optionsFromDataset } from './option.ts'
import { checkOptions } from './option-check.ts'

const read = (data: Record<string, string>): ReturnType<typeof optionsFromDataset> =>
  optionsFromDataset({ key: 'k', ...data }, 'https://a.example')

test('a tag with nothing but its key has the defaults, and no problems', () => {
  expect(read({})).toMatchObject({
    host: 'https://a.example',
    consent: 'required',
    privacy: 'strict',
    privacyRules: [],
    assets: 'upload',
    sampling: 1,
    samplingRules: [],
    trigger: [],
    problems: [],
  })
})

test('what is of its kind is taken', () => {
  const rules = [{ url: '/account/*', privacy: 'strict' }]
  const sampling = [{ name: 'paid', flag: 'paid', rate: 1 }]
  expect(
    read({
      consent: 'granted',
      privacy: 'balanced',
      privacyRules: JSON.stringify(rules),
      assets: 'off',
      sampling: '0.25',
      samplingRules: JSON.stringify(sampling),
      trigger: 'error, event:paid',
      minimumMs: '5000',
    }),
  ).toMatchObject({
    consent: 'granted',
    privacy: 'balanced',
    privacyRules: rules,
    assets: 'off',
    sampling: 0.25,
    samplingRules: sampling,
    trigger: ['error', 'event:paid'],
    minimumMs: 5000,
    problems: [],
  })
})

test.each([
  ['privacy', 'relaxd', 'data-privacy="relaxd"', { privacy: 'strict' }],
  ['privacyRules', 'nope', 'data-privacy-rules="nope"', { privacyRules: [{ url: '*', privacy: 'strict' }] }],
  ['privacyRules', '{}', 'data-privacy-rules="{}"', { privacyRules: [{ url: '*', privacy: 'strict' }] }],
  ['privacyRules', '[null]', 'data-privacy-rules="[null]"', { privacyRules: [{ url: '*', privacy: 'strict' }] }],
  ['sampling', '25%', 'data-sampling="25%"', { sampling: 1 }],
  ['sampling', '25', 'data-sampling="25"', { sampling: 1 }],
  ['sampling', '', 'data-sampling=""', { sampling: 1 }],
  ['samplingRules', '[{url:/x', 'data-sampling-rules="[{url:/x"', { samplingRules: [] }],
  ['trigger', 'eror', 'data-trigger="eror"', { trigger: ['eror'] }],
  ['assets', 'none', 'data-assets="none"', { assets: 'upload' }],
  ['consent', 'true', 'data-consent="true"', { consent: 'required' }],
  ['minimumMs', '5s', 'data-minimum-ms="5s"', { minimumMs: 0 }],
  ['host', 'nope nope', 'data-host="nope nope"', { host: 'https://a.example' }],
  ['path', 'lib', 'data-path="lib"', {}],
  ['canvas', 'yes', 'data-canvas="yes"', {}],
  ['domain', 'a.example', 'data-domain="a.example"', { privacy: 'strict' }],
  ['privacyrules', '[]', 'data-privacyrules="[]"', { mask: '*' }],
  ['maskk', '.name', 'data-maskk=".name"', { mask: '*' }],
  ['blocked', '.name', 'data-blocked=".name"', { mask: '*' }],
])('data-%s of %j is a problem that is told, and the default or the strictest holds', (name, value, told, holds) => {
  expect(read({ [name]: value })).toMatchObject({ ...holds, problems: [told] })
})

test.each([
  [{ sampling: NaN }, 'sampling: NaN', { sampling: 1 }],
  [{ sampling: 25 }, 'sampling: 25', { sampling: 1 }],
  [{ sampling: '0.5' }, 'sampling: 0.5', { sampling: 1 }],
  [{ host: 'nope nope' }, 'host: nope nope', { host: '' }],
  [{ host: 'ftp://a.example' }, 'host: ftp://a.example', { host: '' }],
  [{ key: 7 }, 'key: 7', { key: '' }],
  [{ privacy: 'relaxd' }, 'privacy: relaxd', { privacy: 'strict' }],
  [{ privacy: null }, 'privacy: null', { privacy: 'strict' }],
  [{ privacyRules: {} }, 'privacyRules: {}', { privacyRules: [{ url: '*', privacy: 'strict' }] }],
  [{ privacyRules: [{ url: '/a', privacy: 'lax' }] }, 'privacyRules: [{"url":"/a","privacy":"lax"}]', { privacyRules: [{ url: '*' }] }],
  [{ trigger: 'error' }, 'trigger: error', { trigger: ['error'] }],
  [{ trigger: 0 }, 'trigger: 0', { trigger: ['0'] }],
  [{ minimumMs: -1 }, 'minimumMs: -1', { minimumMs: 0 }],
  [{ extras: {} }, 'extras: {}', { extras: [] }],
  [{ maskEverything: true }, 'maskEverything: true', { mask: '*' }],
  [{ masks: 1, mask: '' }, 'masks: 1', { mask: '*' }],
  [
    { samplingRules: [{ trait: { role: 'staff' }, rate: 0 }, { url: '/x' }, null] },
    'samplingRules: [{"trait":{"role":"staff"},"rate":0},{"url":"/x"},null]',
    { samplingRules: [{ trait: { role: 'staff' }, rate: 0 }] },
  ],
])('init with %j: a problem that is told, and the default or the strictest holds', (given, told, holds) => {
  expect(checkOptions(given)).toMatchObject({ ...holds, problems: [told] })
})

test.each([undefined, null, 42, 'key', {}])('init with %j: the defaults', (given) => {
  expect(checkOptions(given)).toMatchObject({ key: '', privacy: 'strict', sampling: 1 })
})

test('an option that cannot be read is none, and one that is undefined no problem', () => {
  const given = {
    get key(): string {
      throw new Error('x')
    },
    get privacyRules(): never {
      throw new Error('x')
    },
    mask: undefined,
  }
  expect(checkOptions(given)).toMatchObject({
    key: '',
    privacyRules: [{ url: '*', privacy: 'strict' }],
    problems: ['key: undefined', 'privacyRules: undefined'],
  })
})
