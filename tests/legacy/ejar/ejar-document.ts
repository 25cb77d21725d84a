/** Description of Ejar; `changed` gives rents in halalas and asks for the municipality of a licence. */
export function ejarDocument(url: string, changed: boolean): object {
  const number = { name: 'number', in: 'path', required: true, schema: { type: 'string', pattern: '^\\d{5}-\\d{6}$', examples: ['10448-220017'] } };
  const problem = { $ref: '#/components/responses/Problem' };
  const json = (schema: object) => ({ 'application/json': { schema } });
  return {
    openapi: '3.1.0',
    info: { title: 'إيجار', version: changed ? '5.0' : '4.7' },
    servers: [{ url, description: 'الشبكة الحكومية' }],
    security: [{ basic: [] }],
    paths: {
      '/leases': {
        get: {
          operationId: 'listLeases',
          summary: 'عقود مستأجر، صفحة بعد صفحة',
          tags: ['leases'],
          parameters: [
            { name: 'tenant', in: 'query', schema: { type: 'string' } },
            {
              name: 'filter',
              in: 'query',
              style: 'deepObject',
              explode: true,
              schema: { type: 'object', properties: { state: { enum: ['active', 'ended'] } }, additionalProperties: false },
            },
            { name: 'cursor', in: 'query', schema: { type: 'string' } },
          ],
          responses: {
            200: {
              description: 'العقود',
              content: json({
                type: 'object',
                required: ['leases'],
                properties: { leases: { type: 'array', items: { $ref: '#/components/schemas/Lease' } }, nextCursor: { type: ['string', 'null'] } },
              }),
            },
            default: problem,
          },
        },
      },
      '/leases/{number}': {
        parameters: [number],
        get: {
          operationId: 'getLease',
          summary: 'عقد برقمه',
          tags: ['leases'],
          responses: { 200: { description: 'العقد', content: json({ $ref: '#/components/schemas/Lease' }) }, default: problem },
        },
      },
      '/leases/{number}/document': {
        parameters: [number],
        get: {
          operationId: 'getLeaseDocument',
          summary: 'وثيقة العقد',
          tags: ['leases'],
          responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } }, default: problem },
        },
      },
      '/leases/{number}/attachments': {
        parameters: [number],
        get: {
          operationId: 'listAttachments',
          tags: ['attachments'],
          responses: { 200: { description: 'المرفقات', content: json({ type: 'array', items: { type: 'object' } }) }, default: problem },
        },
        post: {
          operationId: 'attach',
          summary: 'إرفاق ملف بعقد',
          tags: ['attachments'],
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  required: ['file'],
                  properties: { file: { contentMediaType: 'application/pdf' }, note: { type: 'string', maxLength: 500 } },
                },
                encoding: { file: { contentType: 'application/pdf, image/png' } },
              },
            },
          },
          responses: { 201: { description: 'أُرفق', headers: { Location: { schema: { type: 'string' } } } }, default: problem },
        },
      },
      '/leases/{number}/licence': {
        parameters: [number],
        put: {
          operationId: 'bindLicence',
          summary: 'ربط رخصة بلدية بعقد',
          tags: ['leases'],
          requestBody: {
            required: true,
            content: json({
              type: 'object',
              required: ['licence', ...(changed ? ['municipality'] : [])],
              properties: { licence: { type: 'string' }, municipality: { type: 'string' } },
            }),
          },
          responses: { 204: { description: 'رُبطت' }, default: problem },
        },
      },
    },
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' } },
      responses: {
        Problem: { description: 'لم تُقبل العملية', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
      schemas: {
        Tenant: {
          oneOf: [{ $ref: '#/components/schemas/PersonTenant' }, { $ref: '#/components/schemas/EstablishmentTenant' }],
          discriminator: {
            propertyName: 'kind',
            mapping: { person: '#/components/schemas/PersonTenant', establishment: '#/components/schemas/EstablishmentTenant' },
          },
        },
        PersonTenant: {
          type: 'object',
          required: ['kind', 'id'],
          properties: { kind: { type: 'string' }, id: { type: 'string', pattern: '^[12]\\d{9}$' }, name: { type: 'string' } },
        },
        EstablishmentTenant: {
          type: 'object',
          required: ['kind', 'id'],
          properties: { kind: { type: 'string' }, id: { type: 'string', pattern: '^7\\d{9}$' }, name: { type: 'string' }, representative: { type: 'string' } },
        },
        Lease: {
          type: 'object',
          required: ['number', 'tenant', 'state', 'endsOn'],
          properties: {
            number: { type: 'string' },
            tenant: { $ref: '#/components/schemas/Tenant' },
            shortAddress: { type: 'string' },
            usage: { enum: ['commercial', 'residential'] },
            area: { type: 'number', exclusiveMinimum: 0 },
            annualRent: changed ? { type: 'integer' } : { type: 'string', pattern: '^\\d+\\.\\d{2}$' },
            startsOn: { type: 'string', format: 'date' },
            endsOn: { type: 'string', format: 'date' },
            state: { enum: ['active', 'ended'] },
          },
        },
        Problem: {
          type: 'object',
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            code: { type: 'string' },
          },
        },
      },
    },
  };
}
