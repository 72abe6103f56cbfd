import * as dom from './dom.ts'

/** How browsers lay a document out; its doctype says which. */
export type Mode = 'quirks' | 'limited-quirks' | 'no-quirks'

/** The mode of a document with a doctype as recordings have it. */
export function modeOf(doctype: string): Mode {
  if (!/html/i.test(doctype)) return 'quirks'
  const [, publicId = '', systemId] = /PUBLIC\s+"([^"]*)"(?:\s+"([^"]*)")?/i.exec(doctype) ?? []
  if (/^-\/\/(?:IETF\/\/|W3C\/\/DTD HTML (?:[23]|4\.0 (?:Frameset|Transitional)\/))/i.test(publicId)) return 'quirks'
  if (/^-\/\/W3C\/\/DTD HTML 4\.01 (?:Frameset|Transitional)\//i.test(publicId)) return systemId === undefined ? 'quirks' : 'limited-quirks'
  return /^-\/\/W3C\/\/DTD XHTML 1\.0 (?:Frameset|Transitional)\//i.test(publicId) ? 'limited-quirks' : 'no-quirks'
}

/** Shows an empty page in a mode, where the one that is shown is in another. False: a frame without an address cannot. */
export function enterMode(mode: Mode): boolean {
  if (dom.modeOfPage() !== mode) dom.emptyPage(mode)
  return dom.modeOfPage() === mode
}
