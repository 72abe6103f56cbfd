import type { Family } from '../probe.ts'
import { click } from '../tab.ts'

export const form: Family = {
  name: 'form',
  probes: [
    {
      name: 'value typed',
      html: '<input id="a">',
      act: async (tab) => (await click(tab, '#a'), tab.type('abcdef')),
      want: (seen) => seen.has('input', { of: 'a', value: /^.{4,}$/ }),
      marker: 'abcdef',
    },
    {
      name: 'value set by a script',
      html: '<input id="a"><textarea id="b"></textarea>',
      act: `a.value = 'set-6101'; b.value = 'set-6101'`,
      want: (seen) => seen.has('input', { of: 'a', value: /./ }) && seen.has('input', { of: 'b', value: /./ }),
      marker: 'set-6101',
    },
    {
      name: 'value before the start',
      html: '<input id="a" value="written">',
      before: `a.value = 'live-6102'`,
      want: (seen) => seen.holds('input', { of: 'a', value: /./ }),
      marker: 'live-6102',
    },
    {
      name: 'checked, by hand',
      html: '<input id="a" type="checkbox">',
      act: (tab) => click(tab, '#a'),
      want: (seen) => seen.has('input', { of: 'a', checked: true }),
      rrweb: /"isChecked":true/,
    },
    {
      name: 'checked = by a script; its radio group',
      html: '<input id="a" type="radio" name="r" checked><input id="b" type="radio" name="r">',
      act: 'b.checked = true',
      want: (seen) => seen.has('input', { of: 'a', checked: false }) && seen.has('input', { of: 'b', checked: true }),
      rrweb: /"isChecked":true/,
    },
    {
      name: 'indeterminate',
      html: '<input id="a" type="checkbox">',
      act: 'a.indeterminate = true',
      want: (seen) => seen.has('elementState', { of: 'a', name: 'indeterminate', on: true }),
    },
    {
      name: 'select, and several at once',
      html: '<select id="a"><option>x<option>y</select><select id="b" multiple><option>x<option>y<option>z</select>',
      act: 'a.selectedIndex = 1; b.options[0].selected = true; b.options[2].selected = true',
      want: (seen) => seen.has('input', { of: 'a', selected: [1] }) && seen.has('input', { of: 'b', selected: [0, 2] }),
    },
    {
      name: 'custom validity',
      html: '<input id="a">',
      act: `a.setCustomValidity('no'); a.reportValidity()`,
      want: (seen) => seen.has('elementState', { of: 'a', name: /invalid/, on: true }),
    },
    {
      name: 'value of a moved input',
      html: '<div id="from"><input id="a"></div><div id="to"></div>',
      before: `a.value = 'moved-6108'`,
      act: 'to.append(a)',
      want: (seen) => seen.node('a')?.parent?.attributes.get('id') === 'to' && !!seen.node('a')?.state?.value,
    },
    {
      name: 'value of an input taken out and put back',
      html: '<div id="place"><input id="a"></div>',
      before: `a.value = 'back-6109'`,
      act: 'window.kept = a; kept.remove(); await new Promise((r) => setTimeout(r, 80)); place.append(kept)',
      want: (seen) => !!seen.node('a')?.state?.value,
      rrweb: /"isChecked"[^}]*back-6109|back-6109[^]*back-6109/,
    },
    {
      name: 'inner scroll of a textarea',
      html: '<textarea id="a" rows="2">1\n2\n3\n4\n5\n6\n7\n8\n9\n10</textarea>',
      act: 'a.scrollTop = 37',
      want: (seen) => seen.has('scroll', { of: 'a', y: 37 }),
      rrweb: /"y":37\b/,
    },
    {
      name: 'contenteditable: what is typed, masked as values are',
      html: '<div id="a" contenteditable>edit </div>',
      act: async (tab) => (await click(tab, '#a'), tab.type('typed6111')),
      want: (seen) => seen.has('text', { text: /xxxxx0000$/ }) && !seen.text.includes('typed6111'),
      marker: 'typed6111',
    },
    {
      name: 'reset of a form',
      html: '<form id="f"><input id="a" value="first"></form>',
      before: `a.value = 'second and longer'`,
      act: 'f.reset()',
      want: (seen) => seen.has('input', { of: 'a', value: /./ }),
    },
    {
      name: 'disabled, readonly, a fieldset',
      html: '<fieldset id="a"><input id="b"></fieldset>',
      act: 'a.disabled = true; b.readOnly = true',
      want: (seen) => seen.node('a')!.attributes.has('disabled') && seen.node('b')!.attributes.has('readonly'),
      rrweb: /"readonly":("|true)/,
    },
    {
      name: 'range and colour moved',
      // Masked, they would show nothing, and nothing is told of what they change to.
      html: '<input id="a" type="range" data-playhead-unmask><input id="b" type="color" data-playhead-unmask>',
      act: `a.value = 71; b.value = '#0a0b0c'`,
      want: (seen) => seen.has('input', { of: 'a', value: '71' }) && seen.has('input', { of: 'b', value: '#0a0b0c' }),
      marker: '#0a0b0c',
    },
  ],
}
