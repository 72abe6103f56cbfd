/** Rows of a table of things, about 10 nodes each: 5 elements and their texts. */
export const pageOf = (nodes: number): string =>
  `<!doctype html><title>bench</title><style>.row{display:flex}.cell{color:#333}.name{font-weight:bold}</style><main>${Array.from(
    { length: nodes / 10 },
    (_, i) =>
      `<div class="row" data-i="${i}"><a class="name" href="/item/${i}" title="Item ${i}">Item number ${i}</a><span class="cell">Some words about it, ${i * 7}</span><em class="cell">${i % 13} left</em><b class="cell">${(i * 37) % 1000} €</b></div>`,
  ).join('')}</main><div id="stage"></div>`
