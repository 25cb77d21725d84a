import type { RestAnswer, RestRequest, RestRoute } from '../rest/rest-system.ts';
import type { KeptPost, KeptPosts } from './kept-posts.ts';

const chat = { id: -1_001_448, type: 'channel', title: 'أمانة المنطقة الشرقية', username: 'eamana_demo' };
const most = 4_096;
const fault = (code: number, description: string, parameters?: object): RestAnswer => ({
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
});
const done = (result: unknown): RestAnswer => ({ body: { ok: true, result } });
const shown = ({ id, text }: KeptPost) => ({ message_id: Number(id), chat, text });

/** The part of Telegram's Bot API that publishing in a channel needs (https://core.telegram.org/bots/api). */
export function telegramRoutes(posts: KeptPosts, tokenNow: () => string): RestRoute[] {
  const methods: Readonly<Record<string, (input: { text?: string; message_id?: number }) => RestAnswer>> = {
    getChat: () => done(chat),
    sendMessage: ({ text = '' }) => (text.length > most ? fault(400, 'Bad Request: message is too long') : done(shown(posts.add('telegram', text, String)))),
    editMessageText({ text = '', message_id: id }) {
      const post = posts.find('telegram', String(id));
      if (!post) return fault(400, 'Bad Request: message to edit not found');
      if (post.text === text) return fault(400, 'Bad Request: message is not modified: specified new message content and reply markup are exactly the same');
      post.text = text;
      post.edits += 1;
      return done(shown(post));
    },
    deleteMessage({ message_id: id }) {
      const post = posts.find('telegram', String(id));
      if (!post) return fault(400, 'Bad Request: message to delete not found');
      post.gone = true;
      return done(true);
    },
  };
  return [
    {
      method: 'POST',
      path: /^\/bot([^/]+)\/(\w+)$/,
      answer(request: RestRequest, [given = '', method = '']) {
        if (given !== tokenNow() || !methods[method]) return fault(404, 'Not Found');
        const input = JSON.parse(request.body.toString()) as { chat_id?: string; text?: string; message_id?: number };
        if (input.chat_id !== `@${chat.username}`) return fault(400, 'Bad Request: chat not found');
        const rest = method === 'getChat' ? 0 : posts.secondsToRest('telegram');
        return rest > 0 ? fault(429, `Too Many Requests: retry after ${rest}`, { retry_after: rest }) : methods[method](input);
      },
    },
  ];
}
