/** Ids of constructed sheets begin here: no node has one as high. @see docs/recording-format.md#W18 */
export const firstSheetId: number = 2 ** 32

/** What separates the parts of a sheet's text; to CSS it is a space. */
export const partEnd = '\f'

/** The text of a sheet after some of its parts gave way to others. @see docs/recording-format.md#W16 */
export function spliceParts(
  text: string,
  edit: { readonly index: number; readonly removed: number; readonly css?: string | undefined },
): string {
  const parts = text.split(partEnd)
  parts.splice(edit.index, edit.removed, ...(edit.css?.split(partEnd) ?? []))
  return parts.join(partEnd)
}
