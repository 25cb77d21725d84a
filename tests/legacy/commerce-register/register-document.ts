/** Description of the register's second interface; `changed` drops a field that callers use and asks for one they do not send. */
export function registerDocument(url: string, changed: boolean): object {
  const number = { name: 'unifiedNumber', in: 'path', required: true, schema: { $ref: '#/components/schemas/UnifiedNumber' } };
  const problem = { description: 'لم تُقبل العملية', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  const json = (schema: object) => ({ 'application/json': { schema } });
  const company = { $ref: '#/components/schemas/Company' };
  return {
    openapi: '3.0.3',
    info: { title: 'السجل التجاري', version: changed ? '3.0.0' : '2.1.0', description: 'استعلام المنشآت والإبلاغ عن الرخص البلدية' },
    servers: [{ url: '/v2' }],
    security: [{ client: ['companies.read'] }],
    paths: {
      '/companies/{unifiedNumber}': {
        get: {
          operationId: 'getCompany',
          tags: ['companies'],
          summary: 'منشأة برقمها الموحد أو برقم سجل سابق',
          parameters: [number],
          responses: { 200: { description: 'المنشأة', content: json(company) }, default: problem },
        },
      },
      '/companies': {
        get: {
          operationId: 'listCompanies',
          tags: ['companies'],
          summary: 'منشآت شخص مع صفته فيها، صفحة بعد صفحة',
          parameters: [
            { name: 'nationalId', in: 'query', required: true, schema: { type: 'string', pattern: '^[12]\\d{9}$' } },
            { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 } },
          ],
          responses: {
            200: {
              description: 'المنشآت',
              headers: { Link: { schema: { type: 'string' } } },
              content: json({
                type: 'array',
                items: { allOf: [company, { type: 'object', required: ['role'], properties: { role: { type: 'string', enum: ['owner', 'manager'] } } }] },
              }),
            },
            default: problem,
          },
        },
      },
      '/companies/{unifiedNumber}/licences': {
        parameters: [number],
        get: {
          operationId: 'listLicences',
          tags: ['licences'],
          summary: 'رخص بلدية أُبلغ عنها',
          responses: { 200: { description: 'الرخص', content: json({ type: 'array', items: { $ref: '#/components/schemas/Licence' } }) }, default: problem },
        },
        post: {
          operationId: 'reportLicence',
          tags: ['licences'],
          summary: 'الإبلاغ عن رخصة بلدية صدرت لمنشأة',
          security: [{ client: ['licences.report'] }],
          parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
          requestBody: { required: true, content: json({ $ref: '#/components/schemas/Licence' }) },
          responses: { 201: { description: 'سُجّلت', content: json({ $ref: '#/components/schemas/Licence' }) }, default: problem },
        },
      },
    },
    components: {
      securitySchemes: {
        client: {
          type: 'oauth2',
          flows: {
            clientCredentials: { tokenUrl: `${url}/oauth/token`, scopes: { 'companies.read': 'استعلام المنشآت', 'licences.report': 'الإبلاغ عن الرخص' } },
          },
        },
      },
      schemas: {
        UnifiedNumber: { type: 'string', pattern: '^\\d{10}$', description: 'الرقم الموحد (7…) أو رقم سجل سابق', example: '7001234567' },
        Name: { type: 'object', required: ['ar', 'en'], properties: { ar: { type: 'string' }, en: { type: 'string' } } },
        Company: {
          type: 'object',
          required: ['unifiedNumber', 'name', 'status'],
          properties: {
            unifiedNumber: { $ref: '#/components/schemas/UnifiedNumber' },
            legacyRegisters: { type: 'array', items: { type: 'string' } },
            kind: { type: 'string' },
            ...(changed ? { tradeName: { type: 'string' } } : {}),
            name: { $ref: '#/components/schemas/Name' },
            status: { type: 'string', enum: ['active', 'suspended', 'cancelled'] },
            ...(changed ? {} : { lastConfirmedOn: { type: 'string', format: 'date', description: 'آخر تأكيد سنوي' } }),
            activities: {
              type: 'array',
              items: {
                type: 'object',
                required: ['code'],
                properties: { code: { type: 'string', pattern: '^\\d{6}$' }, name: { $ref: '#/components/schemas/Name' } },
              },
            },
          },
        },
        Licence: {
          type: 'object',
          required: ['number', 'activity', 'municipality', 'validUntil', ...(changed ? ['area'] : [])],
          properties: {
            number: { type: 'string', description: 'رقم الرخصة البلدية' },
            activity: { type: 'string', pattern: '^\\d{6}$' },
            municipality: { type: 'string' },
            validUntil: { type: 'string', format: 'date' },
            area: { type: 'number', nullable: true },
            reference: { type: 'string', readOnly: true },
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
