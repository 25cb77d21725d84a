/** Description of Salamah; `changed` renames the state of a certificate and asks for the place of a visit. */
export function salamahDocument(url: string, changed: boolean): object {
  const envelope = (data: object) => ({
    type: 'object',
    required: ['success'],
    properties: {
      success: { type: 'boolean' },
      errorCode: { type: 'string', 'x-nullable': true },
      errorMessageAr: { type: 'string', 'x-nullable': true },
      data: { ...data, 'x-nullable': true },
    },
  });
  const certificate = { allOf: [{ $ref: '#/definitions/Certificate' }] };
  const ok = (description: string, data: object) => ({ 200: { description, schema: envelope(data) } });
  return {
    swagger: '2.0',
    info: { title: 'الدفاع المدني – سلامة', version: changed ? '1.5' : '1.4' },
    host: new URL(url).host,
    basePath: '/salamah',
    schemes: [new URL(url).protocol.slice(0, -1)],
    produces: ['application/json'],
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Salamah-Key' } },
    security: [{ key: [] }],
    paths: {
      '/certificates': {
        get: {
          operationId: 'searchCertificates',
          tags: ['شهادات السلامة'],
          summary: 'شهادات منشأة، مع تصفية بالعنوان والحالة',
          parameters: [
            { name: 'unifiedNumber', in: 'query', required: true, type: 'string' },
            { name: 'shortAddress', in: 'query', type: 'string', pattern: '^[A-Z]{4}\\d{4}$' },
            { name: 'states', in: 'query', type: 'array', collectionFormat: 'pipes', items: { type: 'string', enum: ['VALID', 'EXPIRED', 'CANCELLED'] } },
          ],
          responses: ok('الشهادات', { type: 'array', items: certificate }),
        },
      },
      '/certificates/{certificateNo}': {
        get: {
          operationId: 'getCertificate',
          tags: ['شهادات السلامة'],
          summary: 'شهادة برقمها',
          parameters: [{ name: 'certificateNo', in: 'path', required: true, type: 'string' }],
          responses: ok('الشهادة', certificate),
        },
      },
      '/visits': {
        get: { operationId: 'listVisits', tags: ['الزيارات'], responses: ok('الزيارات', { type: 'array', items: { $ref: '#/definitions/Visit' } }) },
        post: {
          operationId: 'requestVisit',
          tags: ['الزيارات'],
          summary: 'طلب زيارة كشف',
          consumes: ['application/x-www-form-urlencoded'],
          parameters: [
            { name: 'unifiedNumber', in: 'formData', required: true, type: 'string' },
            { name: 'visitDate', in: 'formData', required: true, type: 'string', description: 'هجري: 1448/06/20' },
            { name: 'note', in: 'formData', type: 'string' },
            ...(changed ? [{ name: 'shortAddress', in: 'formData', required: true, type: 'string' }] : []),
          ],
          responses: ok('رقم الطلب', { allOf: [{ $ref: '#/definitions/Visit' }] }),
        },
      },
    },
    definitions: {
      Certificate: {
        type: 'object',
        required: ['certificateNo', 'unifiedNumber', changed ? 'status' : 'state'],
        properties: {
          certificateNo: { type: 'string' },
          unifiedNumber: { type: 'string' },
          shortAddress: { type: 'string' },
          activityCode: { type: 'string' },
          placeName: { type: 'string' },
          [changed ? 'status' : 'state']: { type: 'string', enum: ['VALID', 'EXPIRED', 'CANCELLED'] },
          issueDateH: { type: 'string', description: 'هجري: 1448/02/11' },
          expiryDateH: { type: 'string' },
        },
      },
      Visit: {
        type: 'object',
        required: ['requestNo'],
        properties: { requestNo: { type: 'string' }, unifiedNumber: { type: 'string' }, visitDate: { type: 'string' } },
      },
    },
  };
}
