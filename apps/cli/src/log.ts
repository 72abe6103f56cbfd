import { readEnvironment } from '@playhead/api'
import { clusterPlaceOf, type LogReader, openClusterReader, openDirectoryReader } from '@playhead/store'
import { existingDataDir } from './place.ts'

/** Reads the log where it is: in the data directory, or in a cluster's bucket. */
export async function withLog<T>(work: (log: LogReader) => Promise<T>): Promise<T> {
  const place = clusterPlaceOf(readEnvironment(process.env))
  if (!place) return work(openDirectoryReader(existingDataDir()))
  const { log, close } = await openClusterReader(place)
  return work(log).finally(close)
}
