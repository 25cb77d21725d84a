import type { RestAnswer, RestRequest, RestRoute } from '../rest/rest-system.ts';
import type { KeptPost, KeptPosts } from './kept-posts.ts';
import { answerTo, formOf, pictureBytes } from './sent-form.ts';

const chat = { id: -1_001_448, type: 'channel', title: 'أمانة المنطقة الشرقية', username: 'eamana_demo' };
const most = 4_096;
const mostCaption = 1_024;

interface Input {
  readonly chat_id?: string;
  readonly text?: string;
  readonly caption?: string;
  readonly message_id?: number;
  /** Bytes of a photo. */
  readonly photo?: number | null;
}
const fault = (code: number, description: string, parameters?: object): RestAnswer => ({
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
});
const done = (result: unknown): RestAnswer => ({ body: { ok: true, result } });
const shown = ({ id, text }: KeptPost) => ({ message_id: Number(id), chat, text });

/** The part of Telegram's Bot API that publishing in a channel needs (https://core.telegram.org/bots/api). */
export function telegramRoutes(posts: KeptPosts, tokenNow: () => string): RestRoute[] {
  const methods: Readonly<Record<string, (input: Input) => RestAnswer>> = {
    getChat: () => done(chat),
    sendMessage({ text = '' }) {
      if (text.length > most) return fault(400, 'Bad Request: message is too long');
      return answerTo(posts, 'telegram', done(shown(posts.add('telegram', text, String))));
    },
    sendPhoto({ caption = '', photo }) {
      if (typeof photo !== 'number') return fault(400, 'Bad Request: there is no photo in the request');
      if (caption.length > mostCaption) return fault(400, 'Bad Request: message caption is too long');
      return answerTo(posts, 'telegram', done(shown(posts.add('telegram', caption, String, posts.addPicture('telegram', photo)))));
    },
    editMessageCaption({ caption = '', message_id: id }) {
      const post = posts.find('telegram', String(id));
      if (!post) return fault(400, 'Bad Request: message to edit not found');
      if (!post.picture) return fault(400, 'Bad Request: there is no caption in the message to edit');
      post.text = caption;
      post.edits += 1;
      return done(shown(post));
    },
    editMessageText({ text = '', message_id: id }) {
      const post = posts.find('telegram', String(id));
      if (!post) return fault(400, 'Bad Request: message to edit not found');
      if (post.picture) return fault(400, 'Bad Request: there is no text in the message to edit');
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
      async answer(request: RestRequest, [given = '', method = '']) {
        if (given !== tokenNow() || !methods[method]) return fault(404, 'Not Found');
        const input = await inputOf(request);
        if (input.chat_id !== `@${chat.username}`) return fault(400, 'Bad Request: chat not found');
        const rest = method === 'getChat' ? 0 : posts.secondsToRest('telegram');
        return rest > 0 ? fault(429, `Too Many Requests: retry after ${rest}`, { retry_after: rest }) : methods[method](input);
      },
    },
  ];
}

async function inputOf(request: RestRequest): Promise<Input> {
  if (!request.headers['content-type']?.startsWith('multipart/form-data')) return JSON.parse(request.body.toString()) as Input;
  const form = await formOf(request);
  return { chat_id: String(form.get('chat_id')), caption: String(form.get('caption') ?? ''), photo: await pictureBytes(form, 'photo') };
}
