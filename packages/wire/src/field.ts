/**
 * The kinds of value that an event can carry. The event table is written in these,
 * and the encoder, the decoder and the TypeScript types all follow from it.
 *
 * @see docs/recording-format.md#W5
 */
export type Kind =
  | Scalar
  | { readonly optional: Kind }
  | { readonly list: Kind }
  | { readonly oneOf: readonly string[] }
  | { readonly record: Shape }

/**
 * - `uint`: 0 … 2^53-1, varint
 * - `int`: ±2^52, zigzag varint
 * - `fixed`: a number kept to 1/100, as zigzag varint of value × 100
 * - `unit`: 0 … 1 kept to 1/1000
 * - `text`: well-formed Unicode
 * - `bool`
 * - `id`: a node id, 1 is the document, 0 means "no node"
 */
export type Scalar = 'uint' | 'int' | 'fixed' | 'unit' | 'text' | 'bool' | 'id'

export interface Shape {
  readonly [field: string]: Kind
}

type ScalarValue<K extends Scalar> = K extends 'text' ? string : K extends 'bool' ? boolean : number

export type ValueOf<K> = K extends Scalar
  ? ScalarValue<K>
  : K extends { readonly optional: infer I }
    ? ValueOf<I> | undefined
    : K extends { readonly list: infer I }
      ? ValueOf<I>[]
      : K extends { readonly oneOf: readonly (infer S)[] }
        ? S
        : K extends { readonly record: infer R }
          ? ShapeValue<R>
          : never

type OptionalField<S> = { [F in keyof S]: S[F] extends { readonly optional: Kind } ? F : never }[keyof S]

export type ShapeValue<S> = { -readonly [F in Exclude<keyof S, OptionalField<S>>]: ValueOf<S[F]> } & {
  -readonly [F in OptionalField<S>]?: ValueOf<S[F]>
}

/** What the event table is written with. */
export const opt = <K extends Kind>(kind: K): { readonly optional: K } => ({ optional: kind })
export const list = <K extends Kind>(kind: K): { readonly list: K } => ({ list: kind })
export const oneOf = <const S extends readonly string[]>(...names: S): { readonly oneOf: S } => ({ oneOf: names })
export const record = <const R extends Shape>(shape: R): { readonly record: R } => ({ record: shape })
