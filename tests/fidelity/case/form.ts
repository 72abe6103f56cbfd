import type { Family } from '../case.ts'

const font = '<style>body, input, select, textarea, button { font: 18px sans-serif } form > * { display: block; margin: 10px }</style>'

export const form: Family = {
  name: 'forms',
  cases: [
    {
      name: 'fields typed into, and set by script',
      head: font,
      html: '<form><input id="a" placeholder="Name"><input id="b" type="email" value="as it came"><input id="c" type="number"></form>',
      steps: [
        (page) => page.fill('#a', 'Ada Lovelace'),
        `b.value = 'set@by.script'; c.value = 42`,
        `b.setAttribute('value', 'not shown'); a.value = ''`,
        `b.form.reset()`,
      ],
    },
    {
      name: 'fields that are moved keep their values',
      head: font,
      html: '<form id="f"><input id="a"><input id="b" type="checkbox"><select id="c"><option>one<option>two<option>three</select><textarea id="d"></textarea></form><div id="other" style="background:#dfe7fd;padding:20px">Other place</div>',
      steps: [
        `a.value = 'moved'; b.checked = true; c.selectedIndex = 2; d.value = 'moved as well'`,
        `other.append(a, b)`,
        `other.append(c, d); other.prepend(d)`,
        `f.append(...other.children)`,
      ],
    },
    {
      name: 'check boxes, radio buttons, indeterminate',
      head: `${font}<style>input { width: 40px; height: 40px } :indeterminate { outline: 6px solid orange } :checked + span { background: #95d5b2 }</style>`,
      html: '<form><p><input type="checkbox" id="a"><span>A</span><input type="checkbox" id="b" checked><span>B</span><p><input type="radio" name="r" id="c"><span>C</span><input type="radio" name="r" id="d"><span>D</span></form>',
      steps: [
        (page) => page.check('#a'),
        `b.indeterminate = true; d.checked = true`,
        (page) => page.check('#c'),
        `b.indeterminate = false; b.checked = false`,
      ],
    },
    {
      name: 'selects, their options replaced',
      head: font,
      html: '<form><select id="a"><option>Oslo<option selected>Rome<option>Lima</select><select id="b" multiple size="5"><optgroup label="Fruit"><option>Apple<option>Pear</optgroup><option>Bread<option disabled>Nothing</select></form>',
      steps: [
        (page) => page.selectOption('#a', 'Lima'),
        `b.options[0].selected = b.options[2].selected = true`,
        `a.replaceChildren(...['Paris', 'Cairo'].map((t) => new Option(t))); a.value = 'Cairo'`,
        `b.options[2].selected = false; b.append(new Option('Late', 'late', true, true))`,
      ],
    },
    {
      name: 'a text area that scrolls',
      head: font,
      html: '<form><textarea id="a" rows="5" cols="40"></textarea><input id="b" size="12" value="a text that is longer than its field"></form>',
      steps: [
        `a.value = Array.from({ length: 30 }, (_, i) => 'Line ' + i).join('\\n')`,
        `a.scrollTop = 200`,
        `b.scrollLeft = 90`,
        `a.value = 'short'; a.style.height = '200px'`,
      ],
    },
    {
      name: 'range, colour, date, progress, meter, file',
      head: font,
      html: '<form><input type="range" id="a" value="20"><input type="color" id="b" value="#336699"><input type="date" id="c" value="2024-02-03"><progress id="d" value="0.3"></progress><meter id="e" min="0" max="10" low="3" high="8" value="2"></meter><input type="time" id="g" value="10:20"><output id="o">0</output></form>',
      steps: [
        `a.value = 80; o.value = 'eighty'`,
        `b.value = '#cc2255'; d.value = 0.9`,
        `c.value = '2026-11-28'; e.value = 9`,
        `d.value = 0.5; g.value = '23:59'`,
      ],
    },
    {
      name: 'validity, disabled, read-only, required',
      head: `${font}<style>:invalid { background: #ffccd5 } :user-invalid { border: 6px solid #a4133c } :disabled { background: #adb5bd } :read-only { color: purple } :required { outline: 3px dotted blue } fieldset:disabled { opacity: 0.6 }</style>`,
      html: '<form><fieldset id="s"><input id="a" required><input id="b" value="fine"><button>Go</button></fieldset><input id="c" pattern="[0-9]+" value="x1"></form>',
      steps: [
        `b.setCustomValidity('no')`,
        async (page) => {
          await page.fill('#c', 'abc')
          await page.press('#c', 'Tab')
        },
        `s.disabled = true; b.setCustomValidity('')`,
        `s.disabled = false; b.readOnly = true; a.value = 'filled'`,
      ],
    },
    {
      name: 'editable text',
      head: `${font}<style>[contenteditable] { padding: 20px; border: 2px solid #495057 }</style>`,
      html: '<div id="a" contenteditable>Some <b>bold</b> words</div>',
      steps: [
        async (page) => {
          await page.click('#a')
          await page.keyboard.press('Control+End')
          await page.keyboard.type(', and typed ones')
        },
        (page) => page.keyboard.press('Enter').then(() => page.keyboard.type('A second line')),
        `a.querySelector('b').replaceWith('plain'); a.normalize()`,
      ],
    },
    {
      name: 'details, opened by hand and by script',
      head: `${font}<style>details { background: #edede9; margin: 10px; padding: 10px } [open] { background: #d5bdaf } ::details-content { padding-left: 40px }</style>`,
      html: '<details id="a" name="g"><summary>One</summary><p>First body</p></details><details id="b" name="g"><summary>Two</summary><p>Second body</p></details><details id="c" open><summary>Three</summary>Third</details>',
      steps: [(page) => page.click('#a summary'), (page) => page.click('#b summary'), `c.open = false; a.open = true`],
    },
    {
      name: 'placeholders, data lists, labels',
      head: `${font}<style>::placeholder { color: #e63946; font-style: italic } :placeholder-shown { border: 4px solid #e63946 } :autofill { background: yellow }</style>`,
      html: '<form><label>Search <input id="a" type="search" placeholder="Find something" list="l"></label><datalist id="l"><option>one</datalist><textarea id="b" placeholder="Tell us"></textarea><input type="password" id="p" placeholder="Secret"></form>',
      steps: [
        `a.placeholder = 'Find anything'`,
        (page) => page.fill('#b', 'Told'),
        (page) => page.fill('#a', 'found'),
        `a.value = ''; b.value = ''`,
      ],
    },
  ],
}
