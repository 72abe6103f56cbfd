import { expect, test } from 'vitest'
import { optionsFromDataset } from './option.ts'

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
])('data-%s of %j is a problem that is told, and the default or the strictest holds', (name, value, told, holds) => {
  expect(read({ [name]: value })).toMatchObject({ ...holds, problems: [told] })
})
