/** Set before the first paint; React would be too late, and the page's CSP allows no inline script. */
const kept = localStorage.getItem('mantine-color-scheme-value')
const scheme = kept === 'light' || kept === 'dark' ? kept : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
document.documentElement.dataset['mantineColorScheme'] = scheme
