import { createApp, nextTick, onMounted, onRenderTracked, onUpdated, reactive, watch } from 'vue/dist/vue.esm-bundler.js'
import { acts } from './act.ts'
import { log, ready, start } from './log.ts'

const app = createApp({
  setup() {
    const state = reactive({ items: [] as string[], text: '' })
    let renders = 0
    const add = (item: string): void => {
      state.items.push(item)
      void nextTick(() => log('vue next tick', state.items.length))
    }
    watch(
      () => state.text,
      (text) => log('vue watch', text),
    )
    onMounted(() => {
      start()
      ready()
    })
    onUpdated(() => log('vue updated', ++renders))
    onRenderTracked((event) => log('vue tracks', event.type, String(event.key)))
    return {
      state,
      names: Object.keys(acts),
      act: (name: string, event: Event) => acts[name]!(add, event),
      check: () => {
        if (state.text === 'break') throw new Error('a handler broke')
      },
    }
  },
  template: `<main><button v-for="name in names" :key="name" :id="name" @click="act(name, $event)">{{ name }}</button>
    <input id="text" v-model="state.text" @input="check"><ul><li v-for="item in state.items">{{ item }}</li></ul><p id="echo">{{ state.text }}</p></main>`,
})
app.config.errorHandler = (error: unknown) => {
  log('vue caught', String(error))
  // As the default does: the page's own handlers hear of it.
  setTimeout(() => {
    throw error
  })
}
app.mount('#app')
