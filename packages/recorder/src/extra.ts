import type { CaptureOptions } from './option.ts'
import type { Extra, Join, Scope } from './scope.ts'

/** Makes an extra from the value of its option. */
export type MakeExtra = (option: unknown) => Extra

const names = ['canvas', 'frames', 'state', 'console', 'network'] as const

/**
 * Extras in files of their own, which stand beside this script in `extra/` and call `attach`. They are fetched when a
 * recording begins that asks for them: never before there is consent.
 *
 * @param src this script's address; empty: there is nowhere to fetch from
 */
export function createExtras(src: string): {
  attach(name: string, make: MakeExtra): void
  add<O extends CaptureOptions>(options: O): O
} {
  const makers = new Map<string, MakeExtra>()

  // The address names this script's hash: both change together. What fails is missed when it is used.
  const fetchExtra = (name: string): Promise<unknown> => import(src.replace(/[^/]*$/, `extra/${name}.js?$&`)).catch(() => undefined)

  function late(name: string, option: unknown): Extra {
    let extra: Extra | undefined
    const told = new Map<string, Parameters<NonNullable<Extra['tell']>>>()
    function use(scope: Scope): void {
      extra ??= makers.get(name)?.(option)
      if (!extra) return scope.lose('extra', 1, name)
      const known = scope.onArrive.length
      extra(scope)
      // What has arrived already arrives for it now.
      if (scope.idOf(scope.document)) for (const hook of scope.onArrive.slice(known)) hook([scope.document])
      for (const args of told.values()) extra.tell?.(...args)
      told.clear()
    }
    return Object.assign(
      (scope: Scope) => {
        if (makers.has(name)) return use(scope)
        void fetchExtra(name).then(() => scope.later(0, () => use(scope)))
      },
      {
        ...(name === 'frames' && {
          join: ((window, settle, leave) =>
            void fetchExtra(name).then(() => {
              extra ??= makers.get(name)?.(option)
              if (extra?.join) extra.join(window, settle, leave)
              else settle(null)
            })) satisfies Join,
        }),
        tell: (...args: Parameters<NonNullable<Extra['tell']>>): void => (extra?.tell ? extra.tell(...args) : void told.set(args[0], args)),
        forget() {
          told.clear()
          extra?.forget?.()
        },
      },
    )
  }
  return {
    attach: (name, make) => void makers.set(name, make),
    add(options) {
      const asked = names.filter((name) => {
        const option = options[name]
        // Console and network are watched without an extra: only more than that needs one.
        return option && (option !== true || !/^(?:console|network)$/.test(name))
      })
      return { ...options, script: src, extras: [...(options.extras ?? []), ...asked.map((name) => late(name, options[name]))] }
    },
  }
}
