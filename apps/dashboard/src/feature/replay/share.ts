import { notifications } from '@mantine/notifications'
import type { NamedFile } from '@playhead/api'
import { saveFile, takeStill } from './still.ts'

/** Browsers give the clipboard to https and localhost only; elsewhere the link is shown, to be copied by hand. */
export async function copyLink(link: string, says: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link)
    notifications.show({ message: says })
  } catch {
    notifications.show({ title: 'Copy this link by hand', message: link, autoClose: false })
  }
}

/** Hands a file to the person, and says what it is called. */
function handOver(bytes: Blob, name: string): void {
  saveFile(bytes, name)
  notifications.show({ title: 'Downloaded', message: name })
}

/** Hands a file to the person once it has come, and says what it is called. */
export async function saveNamed(file: Promise<NamedFile>): Promise<void> {
  try {
    const { name, bytes } = await file
    handOver(bytes, name)
  } catch (error) {
    notifications.show({ color: 'red', title: 'There is no file', message: String((error as Error).message) })
  }
}

/** Whether there is a file now. @param name of the file, without its ending */
export async function saveStill(element: HTMLElement, name: string): Promise<boolean> {
  try {
    handOver(await takeStill(element), `${name.replaceAll(':', '.')}.png`)
    return true
  } catch (error) {
    const isDeclined = error instanceof DOMException && error.name === 'NotAllowedError'
    const message = isDeclined
      ? 'The browser asks before it takes one; press the button again to be asked again.'
      : String((error as Error).message)
    notifications.show({ color: 'red', title: 'No picture was taken', message })
    return false
  }
}
