import { notifications } from '@mantine/notifications'
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

/** Whether there is a file now. @param name of the file, without its ending */
export async function saveStill(element: HTMLElement, name: string): Promise<boolean> {
  try {
    saveFile(await takeStill(element), `${name.replaceAll(':', '.')}.png`)
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
