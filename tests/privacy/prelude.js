// What the scripts of places work with, in the page.
;(() => {
  const wait = (ms) => new Promise((done) => void setTimeout(done, ms))
  const frame = () => new Promise((done) => void requestAnimationFrame(() => setTimeout(done, 25)))
  const put = (into, html) => (into.setHTMLUnsafe ? into.setHTMLUnsafe(html) : (into.innerHTML = html))
  function stage(text) {
    const made = document.createElement('div')
    if (text !== undefined) made.append(text)
    document.body.append(made)
    return made
  }
  function change(node, from, to) {
    const replace = (text) => text.split(from).join(to)
    if ((node.nodeType === 3 || node.nodeType === 8) && node.data.includes(from)) node.data = replace(node.data)
    if (node.nodeType === 1) {
      for (const { name, value } of Array.from(node.attributes))
        if (value.includes(from)) node.setAttribute(name, replace(value))
        else if (name.includes(from)) {
          const anew = document.createElement('div')
          put(anew, `<p ${replace(name)}="${value}"></p>`)
          node.setAttributeNode(anew.firstChild.attributes[0].cloneNode())
          node.removeAttribute(name)
        }
      if (node.shadowRoot) change(node.shadowRoot, from, to)
      if (node.localName === 'template') change(node.content, from, to)
    }
    for (const child of Array.from(node.childNodes)) change(child, from, to)
  }
  Object.assign(window, {
    wait,
    frame,
    stage,
    fill(html) {
      const made = stage()
      put(made, html)
      return made.firstElementChild
    },
    // A frame that has loaded this HTML or address, and that a recorder has had time to see.
    async framed(of) {
      const made = document.createElement('iframe')
      const loaded = new Promise((done) => {
        made.addEventListener('load', done)
      })
      if (of.startsWith('<')) made.srcdoc = of
      else made.src = of
      stage().append(made)
      await loaded
      await wait(60)
      return made
    },
    add(html) {
      const made = document.createElement('div')
      put(made, html)
      document.body.append(made)
    },
    // All at once, so that a thousand places take a few frames.
    async changeAll(list) {
      const made = list.map(([html]) => {
        const at = stage()
        put(at, html)
        return at
      })
      await wait(400)
      for (const [index, [, from, to]] of list.entries()) change(made[index], from, to)
      await wait(400)
    },
    click: (element) =>
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, clientX: 5, clientY: 5 })),
    data(text) {
      const made = new DataTransfer()
      made.setData('text/plain', text)
      return made
    },
    xhr: (method, url, body, headers = {}, ...user) =>
      new Promise((done) => {
        const request = new XMLHttpRequest()
        request.open(method, url, true, ...user)
        for (const name of Object.keys(headers)) request.setRequestHeader(name, headers[name])
        request.onloadend = done
        request.send(body)
      }),
    socket: (text) =>
      new Promise((done) => {
        const made = new WebSocket(`${location.origin.replace('http', 'ws')}/socket?text=${text}`)
        made.onopen = () => made.send(text)
        made.onmessage = () => made.close(4000, text)
        made.onclose = done
        setTimeout(done, 500)
      }),
    store: (text) =>
      new Promise((done) => {
        const opening = indexedDB.open('site', 2)
        opening.onupgradeneeded = () => opening.result.createObjectStore('user').put({ text }, text)
        opening.onsuccess = () => {
          opening.result.close()
          done()
        }
        opening.onerror = done
      }),
  })
})()
