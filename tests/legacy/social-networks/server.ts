import { serveStandIn, standInArguments } from '../process/serve.ts';
import { restSystem } from '../rest/rest-system.ts';
import { facebookRoutes } from './facebook-api.ts';
import { KeptPosts, type NetworkName } from './kept-posts.ts';
import { mastodonRoutes } from './mastodon-api.ts';
import { telegramRoutes } from './telegram-api.ts';
import { timelinePage } from './timeline-page.ts';
import { xRoutes } from './x-api.ts';

/** Tokens by which the hub is known there (demo values), until `token?network=…&value=…` gives others. */
const tokens: Record<NetworkName, string> = {
  mastodon: 'mastodon-demo-token',
  telegram: '1448:telegram-demo-token',
  x: 'x-demo-token',
  facebook: 'facebook-demo-token',
};
const posts = new KeptPosts();

/** Four social networks at one address, each with its own HTTP; its page shows what was posted. */
const networks = restSystem({
  document: () => ({ path: '/', type: 'text/html; charset=utf-8', text: timelinePage(posts) }),
  refuse: () => null,
  routes: [
    ...mastodonRoutes(posts, () => tokens.mastodon),
    ...telegramRoutes(posts, () => tokens.telegram),
    ...xRoutes(posts, () => tokens.x),
    ...facebookRoutes(posts, () => tokens.facebook),
  ],
});

const { address, port } = standInArguments({ address: '127.0.0.15', settings: {} });
await serveStandIn({
  address,
  port,
  listener: networks.listener,
  controls: {
    ...networks.controls,
    posts: (query) => ({ posts: posts.all.filter(({ network }) => !query.has('network') || network === query.get('network')) }),
    pictures: () => ({ pictures: posts.pictures }),
    'fail-afterwards'(query) {
      posts.failsAfterwards.add(query.get('network') as NetworkName);
      return {};
    },
    token(query) {
      tokens[query.get('network') as NetworkName] = query.get('value') ?? '';
      return {};
    },
    rest: (query) => rest(posts.restUntil, query),
    'post-rest': (query) => rest(posts.postsRestUntil, query),
  },
});

function rest(until: Map<NetworkName, number>, query: URLSearchParams): object {
  until.set(query.get('network') as NetworkName, Date.now() + Number(query.get('seconds')) * 1_000);
  return {};
}
