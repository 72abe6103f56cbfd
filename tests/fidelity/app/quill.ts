import Quill from 'quill'
import 'quill/dist/quill.snow.css'

Object.assign(globalThis, { quill: new Quill('#app', { theme: 'snow', placeholder: 'Write here' }) })
