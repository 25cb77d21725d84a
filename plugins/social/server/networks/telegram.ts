import { z } from 'zod';
import type { Connector, NetworkAccess, PostPicture } from './connector.ts';
import { answered, askNetwork, refused } from './network-call.ts';
import { NetworkRefusal } from './network-refusal.ts';

/** https://core.telegram.org/bots/api#making-requests */
const reply = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  error_code: z.number().optional(),
});
const message = z.object({ message_id: z.number(), chat: z.object({ username: z.string().optional() }) });

export const telegram: Connector = {
  // "avoid sending more than 20 messages per minute to the same group" (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)
  pace: { perMinute: 20, perDay: 5_000 },
  most: 4_096,
  // Telegram counts UTF-16 code units.
  measure: (text) => text.length,

  // The picture is the message, and the words its caption; Telegram takes no words for who cannot see it.
  pictures: { most: 1_024, upload: null, changes: false },

  async who(access, signal) {
    const { title, username } = answered(
      z.object({ title: z.string(), username: z.string().optional() }),
      { ...(await ask(access, 'getChat', {}, signal, true)) },
      'later',
    );
    return { account: username ? `@${username}` : title };
  },

  async publish(access, { text, picture }, _key, signal) {
    const sent = picture ? await ask(access, 'sendPhoto', photoForm(text, picture), signal) : await ask(access, 'sendMessage', { text }, signal);
    const { message_id: id, chat } = answered(message, sent, 'unclear');
    return { id: String(id), url: chat.username ? `https://t.me/${chat.username}/${id}` : null };
  },

  async edit(access, { id }, { text, media }, signal) {
    const message_id = Number(id);
    await (media === null
      ? ask(access, 'editMessageText', { message_id, text }, signal)
      : ask(access, 'editMessageCaption', { message_id, caption: text }, signal));
  },

  async remove(access, { id }, signal) {
    await ask(access, 'deleteMessage', { message_id: Number(id) }, signal).catch((error: unknown) => {
      if (!(error instanceof NetworkRefusal) || error.code !== 'SOCIAL_POST_GONE') throw error;
    });
  },

  // A bot is not shown what it sent.
  find: null,
};

function photoForm(caption: string, { bytes }: PostPicture): FormData {
  const form = new FormData();
  form.set('photo', new Blob([bytes], { type: 'image/jpeg' }), 'picture.jpg');
  form.set('caption', caption);
  return form;
}

async function ask({ url, token, account }: NetworkAccess, method: string, params: object, signal: AbortSignal, reads?: true) {
  if (params instanceof FormData) params.set('chat_id', account);
  const body = params instanceof FormData ? params : { chat_id: account, ...params };
  const answer = await askNetwork({ method: 'POST', url: new URL(`/bot${token}/${method}`, url).href, body, ...(reads && { reads }) }, signal);
  const { ok, result, description = '' } = answered(reply, answer, reads ? 'later' : 'unclear');
  if (ok) return { ...answer, json: result };
  // What is to be edited stands there already, word for word.
  if (/message is not modified/i.test(description)) return { ...answer, json: null };
  if (/message to (edit|delete) not found/i.test(description)) throw new NetworkRefusal('SOCIAL_POST_GONE', 'no');
  // 404: no bot has this token; 403: the bot was taken out of the channel, or may not write there.
  if (answer.status === 404 || answer.status === 403) throw new NetworkRefusal('SOCIAL_NETWORK_TOKEN', 'no');
  throw refused(description);
}
