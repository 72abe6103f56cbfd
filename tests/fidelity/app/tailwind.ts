import './tailwind.css'

document.querySelector('#app')!.innerHTML = `
<main class="min-h-screen bg-gradient-to-br from-slate-100 to-sky-200 p-8 dark:bg-slate-900">
  <h1 class="mb-6 text-4xl font-bold tracking-tight text-slate-800">Things</h1>
  <div id="card" class="mb-6 rounded-lg bg-white p-6 shadow">A card <span class="ml-2 rounded-full bg-emerald-500 px-3 py-1 text-sm text-white">new</span></div>
  <div id="grid" class="grid grid-cols-3 gap-4 max-sm:grid-cols-1 md:gap-6">
    <div class="h-24 rounded bg-rose-400 even:bg-rose-600"></div><div class="h-24 rounded bg-amber-400 opacity-60"></div><div class="h-24 rounded bg-violet-500 blur-xs"></div>
  </div>
  <button id="more" class="mt-6 rounded bg-blue-600 px-6 py-3 font-semibold text-white hover:bg-blue-800 hover:ring-8 hover:ring-blue-300">More</button>
  <i class="hidden rounded-2xl bg-indigo-600 p-10 text-white shadow-xl ring-4 ring-amber-300 rotate-3 grid-cols-2"></i>
</main>`
