import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env['PLAYHEAD_DEV_API'] ?? 'http://localhost:4700'

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: { proxy: Object.fromEntries(['/api', '/replay-frame', '/demo', '/docs', '/playhead.js'].map((path) => [path, { target: api }])) },
})
