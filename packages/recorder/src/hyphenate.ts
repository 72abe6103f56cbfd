/** How a script tag writes an option's name, after `data-`. */
export const hyphenate = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
