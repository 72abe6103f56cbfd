#!/usr/bin/env node
// `playhead <command>` where everything is built already: in the image, beside a service, as `npx playhead`.
await import(new URL('../dist/playhead.mjs', import.meta.url).href)
