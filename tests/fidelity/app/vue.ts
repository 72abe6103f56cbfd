import { computed, createApp, reactive } from 'vue/dist/vue.esm-bundler.js'
import './todo.css'

createApp({
  setup() {
    const state = reactive({
      text: '',
      isNight: false,
      items: ['Water the plants', 'Write home', 'Call Ada'].map((text) => ({ text, isDone: false })),
    })
    return {
      state,
      left: computed(() => state.items.filter(({ isDone }) => !isDone).length),
      add: () => {
        state.items.push({ text: state.text, isDone: false })
        state.text = ''
      },
      sort: () => state.items.sort((a, b) => (a.text < b.text ? -1 : 1)),
    }
  },
  template: `<main :class="{ night: state.isNight }"><h1>{{ left }} things to do</h1><input v-model="state.text"><button id="add" @click="add">Add</button><button id="sort" @click="sort">Sort</button><button id="theme" @click="state.isNight = !state.isNight">Night</button>
    <TransitionGroup tag="ul"><li v-for="item in state.items" :key="item.text" :class="{ done: item.isDone }" :style="{ '--hue': item.text.length * 20 }" @click="item.isDone = !item.isDone">{{ item.text }}</li></TransitionGroup></main>`,
}).mount('#app')
