declare module '*.svelte' {
  const component: import('svelte').Component
  export default component
}
declare module 'vue/dist/vue.esm-bundler.js' {
  export * from 'vue'
}
declare module 'jquery' {
  /** jQuery 4 ships no types: as much of it as the page here uses. */
  interface Wrapped {
    append(...content: unknown[]): Wrapped
    appendTo(target: string): Wrapped
    text(content: string): Wrapped
    attr(name: string, value: string): Wrapped
    val(): unknown
    css(name: string): string
    delay(durationMs: number): Wrapped
    queue(then: () => void): Wrapped
    on(type: string, ...rest: unknown[]): Wrapped
  }
  export const $: ((what: string | (() => void)) => Wrapped) & { ajax(url: string): { then(hook: (data: never) => void): void } }
}
