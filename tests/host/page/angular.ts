// The log takes its natives before zone.js patches them.
import './log.ts'
import 'zone.js'
import '@angular/compiler'
import { ChangeDetectorRef, Component, ErrorHandler, inject, NgZone, provideZoneChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { acts } from './act.ts'
import { log, ready, start } from './log.ts'

class App {
  names: string[] = Object.keys(acts)
  items: string[] = []
  text = ''
  readonly changes: ChangeDetectorRef = inject(ChangeDetectorRef)
  constructor() {
    const zone = inject(NgZone)
    zone.onUnstable.subscribe(() => log('zone unstable'))
    zone.onMicrotaskEmpty.subscribe(() => log('zone empty'))
    zone.onStable.subscribe(() => log('zone stable'))
    // Where most sites start a recorder: in the zone of their application.
    start()
  }
  ngAfterViewInit(): void {
    ready()
  }
  ngDoCheck(): void {
    log('angular checks')
  }
  act(name: string, event: Event): void {
    acts[name]!((item) => this.items.push(item), event)
  }
  type(event: Event): void {
    this.text = (event.target as HTMLInputElement).value
    if (this.text === 'break') throw new Error('a handler broke')
  }
}
Component({
  selector: 'host-app',
  template: `<main>@for (name of names; track name) {<button [id]="name" (click)="act(name, $event)">{{ name }}</button>}
    <input id="text" [value]="text" (input)="type($event)"><ul>@for (item of items; track $index) {<li>{{ item }}</li>}</ul><p id="echo">{{ text }}</p></main>`,
})(App)

function handleError(error: unknown): void {
  log('angular caught', String(error))
  window.dispatchEvent(new Event('host-caught'))
}

document.querySelector('#app')!.append(document.createElement('host-app'))
void bootstrapApplication(App, {
  providers: [provideZoneChangeDetection(), { provide: ErrorHandler, useValue: { handleError } }],
})
