import { css, injectGlobal, keyframes } from '@emotion/css'

injectGlobal({ body: { margin: 0, font: '20px sans-serif', background: '#f8f9fa' } })
const slide = keyframes`from { transform: translateX(0) } to { transform: translateX(300px) }`
const tones = ['#e63946', '#457b9d', '#2a9d8f', '#f4a261']
let count = 0
const app = document.querySelector('#app')!
const box = app.appendChild(document.createElement('div'))
const [more, last] = ['More', 'Slide'].map((text) => {
  const button = app.appendChild(document.createElement('button'))
  button.textContent = text
  button.className = css`
    padding: 16px 32px;
    margin: 12px;
    border: 0;
    font: inherit;
    background: #1d3557;
    color: white;
    &:hover {
      background: #ffb703;
      color: black;
    }
  `
  return button
})
function render(): void {
  box.className = css({
    padding: 20 + count * 20,
    background: tones[count % 4]!,
    color: 'white',
    '& b': { fontSize: 20 + count * 10 },
    '@media (min-width: 700px)': { border: '6px solid black' },
  })
  box.innerHTML = `Round <b>${count}</b>`
}
more!.onclick = () => {
  count++
  render()
}
last!.onclick = () => {
  box.className = `${box.className} ${css`
    animation: ${slide} 2s linear -1s paused;
    width: 200px;
  `}`
}
render()
