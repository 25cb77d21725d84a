/** Description of the text-message gateway; `changed` takes several numbers and gives no count of parts. */
export function smsDocument(url: string, changed: boolean): object {
  const json = (schema: object) => ({ 'application/json': { schema } });
  const message = {
    type: 'object',
    required: ['id', 'to', 'state', ...(changed ? [] : ['parts'])],
    properties: {
      id: { type: 'string' },
      to: { type: 'string' },
      state: { enum: ['accepted', 'delivered'] },
      encoding: { enum: ['GSM7', 'UCS2'] },
      ...(changed ? {} : { parts: { type: 'integer' } }),
    },
  };
  const problem = {
    description: 'رفض',
    content: json({ type: 'object', required: ['code', 'message'], properties: { code: { type: 'string' }, message: { type: 'string' } } }),
  };
  return {
    openapi: '3.1.0',
    info: { title: 'بوابة الرسائل النصية', version: changed ? '3.0' : '2.4' },
    servers: [{ url }],
    security: [{ token: [] }],
    paths: {
      '/messages': {
        post: {
          operationId: 'sendMessage',
          summary: 'إرسال رسالة نصية',
          requestBody: {
            required: true,
            content: json({
              type: 'object',
              required: ['to', 'text', 'reference'],
              properties: {
                to: changed ? { type: 'array', items: { type: 'string' } } : { type: 'string', pattern: '^\\+[1-9][0-9]{7,14}$' },
                text: { type: 'string', minLength: 1, maxLength: 1_000 },
                reference: { type: 'string', maxLength: 100 },
              },
            }),
          },
          responses: { 201: { description: 'قُبلت', content: json(message) }, default: problem },
        },
      },
      '/messages/{id}': {
        get: {
          operationId: 'getMessage',
          summary: 'حالة رسالة',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'الرسالة', content: json(message) }, default: problem },
        },
      },
      '/balance': {
        get: {
          operationId: 'getBalance',
          summary: 'الرصيد',
          responses: {
            200: { description: 'الرصيد', content: json({ type: 'object', required: ['messages'], properties: { messages: { type: 'integer' } } }) },
            default: problem,
          },
        },
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}
