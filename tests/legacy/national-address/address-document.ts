/** Description of the national address; `changed` gives the place as text instead of coordinates. */
export function addressDocument(url: string, changed: boolean): object {
  const error = { description: 'لم يُقبل الطلب', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
  return {
    openapi: '3.1.0',
    info: { title: 'العنوان الوطني', version: changed ? '3.3' : '3.2', summary: 'عناوين بالرمز المختصر، وعناوين منشأة أو شخص' },
    servers: [{ url: '{origin}/v3', variables: { origin: { default: url } } }],
    security: [{ apiKey: [] }],
    paths: {
      '/addresses/{shortAddress}': {
        get: {
          operationId: 'getAddress',
          summary: 'عنوان برمزه المختصر',
          tags: ['addresses'],
          parameters: [{ name: 'shortAddress', in: 'path', required: true, schema: { type: 'string', pattern: '^[A-Z]{4}\\d{4}$', examples: ['RDHA4417'] } }],
          responses: { 200: { description: 'العنوان', content: { 'application/json': { schema: { $ref: '#/components/schemas/Address' } } } }, '4XX': error },
        },
      },
      '/holders/{holder}/addresses': {
        get: {
          operationId: 'listAddresses',
          summary: 'عناوين منشأة بالرقم الموحد أو شخص برقم هويته، صفحة بعد صفحة',
          tags: ['addresses'],
          parameters: [
            { name: 'holder', in: 'path', required: true, schema: { type: 'string', pattern: '^[127]\\d{9}$' } },
            { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1, default: 1 } },
          ],
          responses: {
            200: {
              description: 'العناوين',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['total', 'addresses'],
                    properties: {
                      total: { type: 'integer' },
                      page: { type: 'integer' },
                      addresses: {
                        type: 'array',
                        items: { type: 'object', required: ['shortAddress'], properties: { shortAddress: { type: 'string' }, postalCode: { type: 'string' } } },
                      },
                    },
                  },
                },
              },
            },
            '4XX': error,
          },
        },
      },
    },
    components: {
      securitySchemes: { apiKey: { type: 'apiKey', in: 'query', name: 'api_key' } },
      schemas: {
        Address: {
          type: 'object',
          required: ['shortAddress', 'buildingNumber', 'city', 'postalCode'],
          properties: {
            shortAddress: { type: 'string' },
            buildingNumber: { type: 'string', pattern: '^\\d{4}$' },
            street: { type: ['string', 'null'] },
            district: { type: ['string', 'null'] },
            city: { type: 'string' },
            postalCode: { type: 'string', pattern: '^\\d{5}$' },
            additionalNumber: { type: 'string' },
            location: changed
              ? { type: 'string' }
              : { type: 'object', required: ['latitude', 'longitude'], properties: { latitude: { type: 'number' }, longitude: { type: 'number' } } },
            holders: { type: 'array', items: { type: 'string' } },
          },
        },
        Error: {
          type: 'object',
          properties: { error: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } } },
        },
      },
    },
  };
}
