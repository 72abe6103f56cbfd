import { openFirefox } from '../browser/firefox.ts'
import { surfaces } from './surface.ts'
import { testAttacks } from './suite.ts'

// Each on one of them.
testAttacks('Firefox', openFirefox, (surface, index) => surface === surfaces[index % surfaces.length])
