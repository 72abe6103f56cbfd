import { htmlPlaces, type Place, scriptPlaces } from './place.ts'

const byType: Readonly<Record<string, Place['form']>> = {
  text: 'word', search: 'word', url: 'word', email: 'word', tel: 'digits', number: 'digits', date: 'date', month: 'month',
  week: 'week', time: 'time', 'datetime-local': 'local', color: 'colour', password: 'word',
} // prettier-ignore

const set = (element: string): string =>
  `const f = fill(${JSON.stringify(element)}); f.focus(); f.value = "$"; f.dispatchEvent(new InputEvent("input", { bubbles: true, data: "$" })); f.dispatchEvent(new Event("change", { bubbles: true })); await frame()`

const keys = (name: string, html: string, more: Partial<Place> = {}): Place => ({
  name: `keys: ${name}`,
  group: 'input',
  keys: html,
  ...more,
})

/** What people and pages put into forms. */
export const inputPlaces: readonly Place[] = [
  keys('text', '<input>'),
  keys('password', '<input type="password" data-playhead-unmask>'),
  keys('card number', '<input autocomplete="cc-number" data-playhead-unmask>', { form: 'digits' }),
  keys('text area', '<textarea></textarea>'),
  keys('search', '<input type="search">'),
  keys('contenteditable', '<div contenteditable></div>'),
  keys('plain contenteditable', '<p contenteditable="plaintext-only"></p>'),
  keys('text box', '<div role="textbox" contenteditable="true" tabindex="0"></div>'),
  ...Object.entries(byType).flatMap(([type, form]): Place[] => [
    { name: `value of type ${type}`, group: 'input', html: `<input type="${type}" value="$">`, form },
    { name: `typed into type ${type}`, group: 'input', script: set(`<input type="${type}">`), form },
  ]),
  ...['cc-number', 'cc-name', 'cc-exp', 'cc-csc', 'one-time-code', 'new-password', 'current-password'].flatMap((fill): Place[] => [
    { name: `value of autocomplete ${fill}`, group: 'input', html: `<input autocomplete="${fill}" value="$" data-playhead-unmask>` },
    { name: `typed into autocomplete ${fill}`, group: 'input', script: set(`<input autocomplete="${fill}" data-playhead-unmask>`) },
  ]),
  ...htmlPlaces('input', undefined, {
    'value of type hidden': '<input type="hidden" value="$" data-playhead-unmask>',
    'value of type range': ['<input type="range" max="9999999999" value="$">', { form: 'digits' }],
    'value of type checkbox': '<input type="checkbox" value="$" checked>',
    'value of type radio': '<input type="radio" value="$" checked>',
    'value of type image': '<input type="image" value="$">',
    'min of type date': ['<input type="date" min="$">', { form: 'date', shows: 'relaxed' }],
    'max of type number': ['<input type="number" max="$">', { form: 'digits', shows: 'relaxed' }],
    contenteditable: '<div contenteditable>$<p title="$">a</p></div>',
    'text boxes of ARIA': '<p role="textbox">$</p><p role="searchbox">$</p><p role="combobox"><b>$</b></p>',
    'password without autocomplete': '<input type="password" name="pw1" value="$" data-playhead-unmask>',
    'secret text area': '<textarea autocomplete="cc-number" data-playhead-unmask>$</textarea>',
    'secret option text': '<select autocomplete="cc-exp-month" data-playhead-unmask><option selected>$</option></select>',
    'secret option value': '<select autocomplete="cc-exp-month" data-playhead-unmask><option value="$" selected>a</option></select>',
  }),
  ...htmlPlaces('input', 'balanced', {
    'value of type submit': '<input type="submit" value="$">',
    'value of type button': '<input type="button" value="$">',
    'value of type reset': '<input type="reset" value="$">',
    'option text': '<select><option>$</option></select>',
    'option label': '<select><option label="$">a</option></select>',
    'option value': '<select><option value="$">a</option></select>',
    'optgroup label': '<select><optgroup label="$"><option>a</option></optgroup></select>',
    'datalist option’s label': '<datalist><option label="$" value="$"></option></datalist>',
    'button value': '<button type="button" value="$">a</button>',
  }),
  ...htmlPlaces('input', 'relaxed', {
    'name of a field': '<input name="$">',
    'pattern of a field': '<input pattern="$">',
    'list of a field': '<input list="$">',
    'name of a form': '<form name="$"></form>',
    'form of a field': '<input form="$">',
  }),
  ...scriptPlaces('input', undefined, {
    'typed into textarea': set('<textarea></textarea>'),
    'execCommand insertText':
      'const d = stage(); d.contentEditable = "true"; await frame(); d.focus(); document.execCommand("insertText", false, "$"); await frame()',
    'line added to what is edited':
      'const d = fill("<div contenteditable><p>a</p></div>"); await frame(); d.append(d.firstChild.cloneNode()); d.lastChild.textContent = "$"; await frame()',
    'text box’s text changed': 'const d = fill("<p role=textbox>a</p>"); await frame(); d.firstChild.data = "$"; await frame()',
    'text of what is edited no more':
      'const d = fill("<p contenteditable>a</p>"); await frame(); d.contentEditable = "false"; d.firstChild.data = "$"; await frame()',
    'document in design mode':
      'const f = fill("<iframe></iframe>"); await frame(); const d = f.contentDocument; d.designMode = "on"; d.body.textContent = "a"; await wait(300); d.body.firstChild.data = "$"; await frame()',
    'value set without an event': 'const f = fill("<input>"); await frame(); f.value = "$"; await frame()',
    'defaultValue set': 'const f = fill("<input>"); await frame(); f.defaultValue = "$"; await frame()',
    'value attribute set': 'const f = fill("<input>"); await frame(); f.setAttribute("value", "$"); await frame()',
    setRangeText:
      'const f = fill("<input value=aaaa>"); await frame(); f.setRangeText("$"); f.dispatchEvent(new InputEvent("input", { bubbles: true })); await frame()',
    'textarea.defaultValue set': 'const f = fill("<textarea></textarea>"); await frame(); f.defaultValue = "$"; await frame()',
    'file name':
      'const f = fill("<input type=file>"); const d = new DataTransfer(); d.items.add(new File(["x"], "$.pdf")); f.files = d.files; f.dispatchEvent(new Event("change", { bubbles: true })); await frame()',
    'file names':
      'const f = fill("<input type=file multiple>"); const d = new DataTransfer(); for (const n of [1, 2]) d.items.add(new File(["$"], "$" + n, { type: "text/$" })); f.files = d.files; f.dispatchEvent(new Event("change", { bubbles: true })); await frame()',
    'value of a form’s element':
      'const n = "x-field-" + Math.random().toString(36).slice(2).replace(/\\d/g, "a"); customElements.define(n, class extends HTMLElement { static formAssociated = true; constructor() { super(); this.internals = this.attachInternals() } }); const e = document.createElement(n); stage().append(e); e.internals.setFormValue("$"); e.internals.setValidity({ customError: true }, "$"); await frame()',
    'value of a select set': [
      'const f = fill("<select><option>a</option></select>"); await frame(); f.value = "$"; f.options[0].setAttribute("value", "$"); await frame()',
      { shows: 'balanced' },
    ],
    'custom validity': 'const f = fill("<input>"); f.setCustomValidity("$"); f.reportValidity(); await frame()',
    'password shown as text':
      'const f = fill("<input type=password data-playhead-unmask>"); f.value = "$"; await frame(); f.type = "text"; await frame(); f.dispatchEvent(new InputEvent("input", { bubbles: true })); await frame()',
    'password shown, then set':
      'const f = fill("<input type=password data-playhead-unmask>"); await frame(); f.type = "text"; await frame(); f.value = "$"; f.setAttribute("value", "$"); await frame()',
    'password cloned as text':
      'const f = fill("<input type=password name=pw2 data-playhead-unmask>"); await frame(); const c = f.cloneNode(); c.type = "text"; c.setAttribute("value", "$"); f.after(c); c.value = "$"; await frame()',
    'password cloned as text before anybody saw it':
      'const f = fill("<input type=password data-playhead-unmask>"); const c = f.cloneNode(); c.type = "text"; c.setAttribute("value", "$"); f.replaceWith(c); c.value = "$"; await frame()',
    'password without a name cloned as text':
      'const f = fill("<input type=password data-playhead-unmask>"); await wait(500); const c = f.cloneNode(); c.type = "text"; c.setAttribute("value", "$"); f.replaceWith(c); c.value = "$"; await frame()',
    'password rendered anew as text':
      'const f = fill("<input type=password name=pw3 data-playhead-unmask>"); await frame(); f.parentNode.innerHTML = "<input type=text name=pw3 value=$ data-playhead-unmask>"; await frame()',
    'password without a name rendered anew':
      'const f = fill("<input type=password data-playhead-unmask>"); await wait(500); f.parentNode.innerHTML = "<input type=text value=$ data-playhead-unmask>"; await frame()',
    'password moved':
      'const f = fill("<input type=password data-playhead-unmask>"); await frame(); const p = stage(); p.append(f); f.type = "text"; f.setAttribute("value", "$"); await frame()',
    'password that loses its type while it is away':
      'const f = fill("<input type=password data-playhead-unmask>"); await frame(); const p = f.parentNode; f.remove(); await frame(); f.type = "text"; f.setAttribute("value", "$"); p.append(f); await frame()',
    'card field that loses its autocomplete':
      'const f = fill("<input autocomplete=cc-number data-playhead-unmask>"); await frame(); f.autocomplete = "off"; f.setAttribute("value", "$"); await frame()',
    'element named by a password’s text':
      'const p = stage(); p.innerHTML = "<label>a <input type=password value=$></label>"; await frame(); p.querySelector("label").click(); await frame()',
  }),
]
