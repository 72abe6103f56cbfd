import { mount } from 'svelte'
import './todo.css'
import Todo from './todo.svelte'

mount(Todo, { target: document.querySelector('#app')! })
