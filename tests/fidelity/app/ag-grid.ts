import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community'

ModuleRegistry.registerModules([AllCommunityModule])
const cities = ['Oslo', 'Rome', 'Lima'] as const
const rowData = Array.from({ length: 2000 }, (_, i) => ({
  id: i,
  name: `Row ${(i * 7919) % 2003}`,
  stock: (i * 31) % 997,
  price: ((i * 17) % 9000) / 100,
  city: cities[i % 3]!,
}))
const app = document.querySelector<HTMLElement>('#app')!
app.style.height = '660px'
const columnDefs = (['id', 'name', 'stock', 'price', 'city'] as const).map((field) => ({ field, filter: true }))
Object.assign(globalThis, { grid: createGrid(app, { columnDefs, rowData, animateRows: false }) })
