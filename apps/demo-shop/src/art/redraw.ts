// Run by hand after a change to seascape.ts: npx tsx apps/demo-shop/src/art/redraw.ts
import { writeFileSync } from 'node:fs'
import { drawSeascape } from './seascape.ts'

writeFileSync(new URL('../../asset/seascape.png', import.meta.url), drawSeascape())
