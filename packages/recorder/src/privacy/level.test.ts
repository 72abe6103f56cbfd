import { expect, test } from 'vitest'
import { levelAt, type PrivacyRule } from './level.ts'

const at = (href: string, rules: readonly PrivacyRule[]): number => levelAt(new URL(href) as unknown as Location, 'balanced', rules)

test('a rule’s level holds where its address fits, the strictest of several; elsewhere the site’s', () => {
  const rules: PrivacyRule[] = [
    { url: '/help/*', privacy: 'relaxed' },
    { url: '/help/mine', privacy: 'strict' },
    { url: 'https://b.example/*', privacy: 'relaxed' },
    { url: '/app#/account*', privacy: 'strict' },
  ]
  expect(at('https://a.example/', rules)).toBe(2)
  expect(at('https://a.example/help/x?y=/help/mine', rules)).toBe(1)
  expect(at('https://a.example/help/mine', rules)).toBe(3)
  expect(at('https://a.example/helpXx', rules)).toBe(2)
  expect(at('https://b.example/anything', rules)).toBe(1)
  expect(at('https://a.example/app#/account/7', rules)).toBe(3)
  expect(at('https://a.example/app#/', rules)).toBe(2)
  expect(at('https://a.example/help/x', [{ url: '/help/*', privacy: 'nonsense' as 'strict' }])).toBe(3)
})
