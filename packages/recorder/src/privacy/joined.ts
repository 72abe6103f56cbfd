import { maskPersonal } from './text.ts'

/** Texts that stand in one line, with nothing between them but elements of text. */
export interface Joined {
  /** @param put replaces what was told of it by as much text */
  add(data: string, told: string, put: (text: string) => void): void
  /** The line ends: what looks personal only where it is taken together is masked. */
  end(): void
}

/** Elements that part a word or a number in two and leave it one to read. */
export const joins: ReadonlySet<string> = new Set(
  'b,i,u,s,q,em,tt,big,bdi,bdo,sub,sup,wbr,del,ins,code,font,mark,samp,span,small,strike,strong,tspan,data,time'.split(','),
)

export function createJoined(): Joined {
  let pieces: Parameters<Joined['add']>[] = []
  return {
    add: (...piece) => void pieces.push(piece),
    end() {
      if (pieces.length > 1) {
        const whole = maskPersonal(pieces.map(([data]) => data).join(''))
        let at = 0
        for (const [data, told, put] of pieces) {
          let both = ''
          for (let i = 0; i < data.length; i++, at++) both += whole[at] === data[i] ? told[i]! : whole[at]!
          if (both !== told) put(both)
        }
      }
      pieces = []
    },
  }
}
