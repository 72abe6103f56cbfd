import { keyOf } from '../dom/describe.ts'
import { nameOf } from '../dom/name.ts'
import { fields } from '../privacy/secret.ts'
import { lengthBucket } from '../privacy/text.ts'
import type { EventOf } from '@playhead/wire'
import type { Scope } from '../scope.ts'

type Action = EventOf<'form'>['action']
const actions: Readonly<Record<string, Action>> = {
  focusin: 'focus',
  input: 'input',
  change: 'change',
  focusout: 'blur',
  submit: 'submit',
  invalid: 'invalid',
  reset: 'reset',
}

const isButton = ({ type }: HTMLInputElement): boolean => /^(?:submit|button|reset|image|hidden)$/.test(type)

/** Where no `<form>` is around a field: the nearest part that holds another one. Radio buttons of one name are one. */
function formAround(field: HTMLInputElement, inside: Element | null = field): Element | null {
  const part = inside && inside.closest('fieldset,[role=form]')
  const isOther = (other: HTMLInputElement): boolean => other !== field && !(other.name && other.name === field.name) && !isButton(other)
  return part && ([...part.querySelectorAll<HTMLInputElement>(fields)].some(isOther) ? part : formAround(field, part.parentElement))
}

/** Facts of forms: which field, what was done, how much is in it by buckets. Never a value. */
export function watchForm(scope: Scope): void {
  /** The field that typing was told of: each is told once per visit. */
  let typing: Element | null = null
  scope.listen(scope.window, Object.keys(actions).join(' '), (event) => {
    const action = actions[event.type]!
    const target = event.composedPath()[0] as HTMLInputElement
    const isForm = target?.localName === 'form'
    if (!isForm && (!/^(?:input|select|textarea)$/.test(target?.localName ?? '') || isButton(target))) return
    if (action === 'input' && typing === target) return
    typing = action === 'input' ? target : action === 'blur' ? null : typing
    const told: Element | null = isForm ? target : (target.form ?? formAround(target))
    const label = told?.getAttribute('aria-label') ?? told?.getAttribute('name') ?? ''
    const field = isForm
      ? {}
      : {
          field: keyOf(scope, target),
          fieldName: nameOf(scope, target),
          fieldType: target.type,
          lengthBucket: scope.privacy.isSecret(target) || scope.privacy.hidesChoice(target) ? undefined : lengthBucket(target.value ?? ''),
        }
    scope.emit({
      type: 'form',
      form: told ? keyOf(scope, told) : '',
      formName: told ? scope.privacy.text(scope.privacy.text(label, told), target) : '',
      action,
      ...field,
    })
  })
}
