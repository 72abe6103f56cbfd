import 'swagger-ui-dist/swagger-ui.css'
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-bundle.js'

const paths = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [
    `/things/${i}`,
    {
      get: {
        tags: [`group ${i % 3}`],
        summary: `Tells of thing ${i}`,
        parameters: [{ name: 'id', in: 'query', schema: { type: 'integer' } }],
        responses: {
          200: { description: 'It worked', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        },
      },
      post: { tags: [`group ${i % 3}`], summary: `Changes thing ${i}`, responses: { 201: { description: 'Made' } } },
    },
  ]),
)
SwaggerUIBundle({
  dom_id: '#app',
  spec: {
    openapi: '3.0.0',
    info: { title: 'Things', version: '1', description: 'What there is.' },
    paths,
    components: { schemas: { Thing: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } } } },
  },
})
