declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  const create: (options: object) => void
  export default create
}
declare module '*.css'
