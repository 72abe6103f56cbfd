/** Makes a file of what a canvas shows, one frame after the other. */
export interface Encoder {
  /** The canvas shows the next frame. */
  add(): Promise<void>
  finish(): Promise<Uint8Array>
}
