import { $ } from 'jquery'
import { acts } from './act.ts'
import { log, ready, start } from './log.ts'

const list = $('<ul>')
const echo = $('<p id="echo">')
const add = (item: string): void => void list.append($('<li>').text(item))
const main = $('<main>')
for (const name of Object.keys(acts)) main.append($('<button>').attr('id', name).text(name))
main.append($('<input id="text">'), list, echo).appendTo('#app')
main.on('click', 'button', (event: { target: Element; originalEvent: Event }) => {
  log('jquery delegates', event.target.id)
  acts[event.target.id]!(add, event.originalEvent)
})
$('#text').on('input', (event: { target: HTMLInputElement }) => {
  echo.text(event.target.value)
  log('jquery input', $('#text').val())
  if (event.target.value === 'break') throw new Error('a handler broke')
})
const data = $('<button id="ajax">ajax</button>').on('click', () => {
  $.ajax('/data.json').then((found: { name: string }) => {
    log('jquery ajax', found.name)
    echo.delay(10).queue(() => {
      log('jquery queue', echo.css('display'))
      add('ajax')
    })
  })
})
main.append(data)
$(() => {
  log('jquery ready')
  start()
  ready()
})
