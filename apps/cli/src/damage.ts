import type { LogVerdict } from '@playhead/store'
import { countOf } from './output.ts'

/** Each damaged place of the log, for people. */
export const describeDamage = ({ damages, unlike }: Pick<LogVerdict, 'damages' | 'unlike'>): string[] => [
  ...damages.map(({ name, at, sizeBytes }) => `${name}: ${sizeBytes} bytes at ${at} are no whole record`),
  ...unlike.map(({ name, records, sealed }) =>
    sealed === null
      ? `${name}.seal is damaged. Delete it: the server seals the file again`
      : `${name} holds ${countOf(records, 'record')} that ${records === 1 ? 'is' : 'are'} whole, but was closed with ${records === sealed ? 'others' : sealed}. Put it back from a backup`,
  ),
]
