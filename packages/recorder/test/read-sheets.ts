import { firstSheetId, partEnd, spliceParts } from '@playhead/wire'
import type { Stage } from './stage.ts'

/** What was told of all owners or one, 0 being the document: after each event, the whole text, its parts by lines. */
export async function readSheets(stage: Stage, owner?: number): Promise<{ owner: number; css: string; timeMs: number }[]> {
  const texts = new Map<number, string>()
  const adopters = new Map<number, number[]>()
  const found: { owner: number; css: string; timeMs: number }[] = []
  for (const event of await stage.all()) {
    if (event.type !== 'sheet' && event.type !== 'sheetEdit' && event.type !== 'adopt') continue
    if (event.type === 'adopt') adopters.set(event.id, event.sheets)
    else texts.set(event.owner, event.type === 'sheet' ? event.css : spliceParts(texts.get(event.owner)!, event))
    const owners =
      event.type === 'adopt'
        ? [event.id]
        : event.owner < firstSheetId
          ? [event.owner]
          : [...adopters.keys()].filter((id) => adopters.get(id)!.includes(event.owner))
    for (const id of owners) {
      const parts = adopters.has(id) ? adopters.get(id)!.map((sheet) => texts.get(sheet) ?? '') : [texts.get(id)!]
      found.push({ owner: id === 1 ? 0 : id, css: parts.join(partEnd).replaceAll(partEnd, '\n'), timeMs: event.timeMs })
    }
  }
  return found.filter((entry) => owner === undefined || entry.owner === owner)
}
