import { mount } from 'svelte'
import './log.ts'
import List from './list.svelte'

mount(List, { target: document.querySelector('#app')! })
