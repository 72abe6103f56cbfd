import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Slate blue for what people press; the playhead itself is vermilion, and nothing else is. */
const slate: MantineColorsTuple = [
  '#eef2fb',
  '#dbe2f2',
  '#b5c3e4',
  '#8ca2d6',
  '#6a86ca',
  '#5474c3',
  '#476bc1',
  '#385aab',
  '#304f9a',
  '#244488',
]
const ember: MantineColorsTuple = [
  '#ffeae5',
  '#ffd4cb',
  '#ffa798',
  '#fe7861',
  '#fd5033',
  '#fd3716',
  '#fd2a08',
  '#e11d00',
  '#c91600',
  '#b00a00',
]
const dark: MantineColorsTuple = [
  '#c9d1de',
  '#aab4c5',
  '#8791a5',
  '#616c82',
  '#404a5f',
  '#303a4e',
  '#222b3c',
  '#19212f',
  '#131a26',
  '#0d131d',
]

export const theme = createTheme({
  primaryColor: 'slate',
  primaryShade: { light: 7, dark: 4 },
  colors: { slate, ember, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } } },
})

/** Colours with one meaning everywhere: signals by kind, and the playhead. Each also has a shape or a word beside it. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--playhead': '#fd3716' },
  light: {
    '--mantine-color-dimmed': '#596273',
    // A placeholder is the only label that a filter shows.
    '--mantine-color-placeholder': '#596273',
    '--mantine-color-error': '#b3123b',
    '--surface': '#ffffff',
    '--ground': '#f4f6fa',
    '--line': '#dfe4ec',
    '--signal-page': '#5b6472',
    '--signal-click': '#2f6fdb',
    '--signal-trouble': '#c2410c',
    '--signal-error': '#b3123b',
    '--signal-network': '#7c3aed',
    '--signal-form': '#0f766e',
    '--note': '#92640a',
  },
  dark: {
    '--mantine-color-dimmed': '#98a3b5',
    '--mantine-color-placeholder': '#98a3b5',
    '--mantine-color-error': '#fb7193',
    '--surface': '#19212f',
    '--ground': '#131a26',
    '--line': '#2b3547',
    '--signal-page': '#97a3b6',
    '--signal-click': '#74a7ff',
    '--signal-trouble': '#fb923c',
    '--signal-error': '#fb7193',
    '--signal-network': '#b794f6',
    '--signal-form': '#4fd1c5',
    '--note': '#f2c94c',
  },
})
