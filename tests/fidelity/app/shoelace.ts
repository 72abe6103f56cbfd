import '@shoelace-style/shoelace/dist/themes/light.css'
import '@shoelace-style/shoelace/dist/themes/dark.css'
import '@shoelace-style/shoelace/dist/components/button/button.js'
import '@shoelace-style/shoelace/dist/components/card/card.js'
import '@shoelace-style/shoelace/dist/components/dialog/dialog.js'
import '@shoelace-style/shoelace/dist/components/input/input.js'
import '@shoelace-style/shoelace/dist/components/progress-bar/progress-bar.js'
import '@shoelace-style/shoelace/dist/components/switch/switch.js'
import '@shoelace-style/shoelace/dist/components/tab/tab.js'
import '@shoelace-style/shoelace/dist/components/tab-group/tab-group.js'
import '@shoelace-style/shoelace/dist/components/tab-panel/tab-panel.js'

document.body.style.cssText = 'background: var(--sl-color-neutral-0); padding: 20px'
document.querySelector('#app')!.innerHTML = `
<sl-card><div slot="header">A card</div>With a body. <sl-switch>Switch</sl-switch></sl-card>
<p><sl-button variant="primary">Primary</sl-button> <sl-button variant="danger" pill>Danger</sl-button> <sl-button loading>Wait</sl-button></p>
<sl-input label="Name" value="Ada" help-text="Who you are"></sl-input>
<sl-progress-bar value="30" style="margin: 20px 0"></sl-progress-bar>
<sl-tab-group><sl-tab slot="nav" panel="one">One</sl-tab><sl-tab slot="nav" panel="two">Two</sl-tab><sl-tab-panel name="one">First panel</sl-tab-panel><sl-tab-panel name="two">Second panel</sl-tab-panel></sl-tab-group>
<sl-dialog label="Dialog">Some words. <sl-button slot="footer">Close</sl-button></sl-dialog>`.replace(
  '<sl-button loading>Wait</sl-button>',
  '',
)
