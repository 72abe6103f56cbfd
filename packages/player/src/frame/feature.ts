import type { EventOf } from '@playhead/wire'

/** What the visitor's media queries were told. */
export type Feature = Omit<EventOf<'feature'>, 'type' | 'timeMs'>

/** By feature: what it is asked for → whether that was so. Without a value it is asked whether there is any. */
const answers: Readonly<Record<string, (feature: Feature, value: string) => boolean>> = {
  'prefers-color-scheme': ({ dark }, value) => !value || dark === (value === 'dark'),
  'prefers-reduced-motion': ({ reducedMotion }, value) => reducedMotion === (value !== 'no-preference'),
  'prefers-contrast': ({ moreContrast }, value) => (value === 'no-preference' ? !moreContrast : moreContrast && /^(?:more)?$/.test(value)),
  'forced-colors': ({ forcedColors }, value) => forcedColors === (value !== 'none'),
  hover: ({ hover }, value) => hover === (value !== 'none'),
  pointer: ({ coarse }, value) => !value || (value !== 'none' && coarse === (value === 'coarse')),
}
const asked =
  /\(\s*(?:any-(?=hover|pointer))?(prefers-color-scheme|prefers-reduced-motion|prefers-contrast|forced-colors|hover|pointer)\s*(?::\s*([\w-]+)\s*)?\)/gi

/** A media query list whose questions about the viewer are answered as they were for the visitor. */
export const answerMedia = (media: string, feature: Feature): string =>
  media.replace(asked, (_, name: string, value = '') =>
    answers[name.toLowerCase()]!(feature, (value as string).toLowerCase()) ? '(min-width:0)' : '(max-width:0)',
  )

/** CSS that shows what the visitor saw, whatever the viewer's own browser prefers. */
export function answerFeatures(css: string, feature: Feature | null): string {
  if (!feature || !/@media|@import|color-scheme/i.test(css)) return css
  return css
    .replace(/@(?:media|import)\b[^{};]*/gi, (prelude) => answerMedia(prelude, feature))
    .replace(/((?:^|[;{\s])color-scheme\s*:)([^;{}]*)/gi, (found: string, name: string, schemes: string) =>
      /\blight\b/i.test(schemes) && /\bdark\b/i.test(schemes) ? `${name}${feature.dark ? 'dark' : 'light'}` : found,
    )
}
