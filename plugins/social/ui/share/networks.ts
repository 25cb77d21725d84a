/** Networks with an address that takes a link and its title; plain links, no script of theirs. */
export const networks = ['whatsapp', 'x', 'telegram', 'facebook', 'linkedin'] as const;
export type Network = (typeof networks)[number];

/** Where a link is handed to a network, or to the mail program. */
export function addressOf(network: Network | 'mail', url: string, title: string): string {
  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
  switch (network) {
    case 'whatsapp':
      return `https://wa.me/?${query({ text: `${title}\n${url}` })}`;
    case 'x':
      return `https://x.com/intent/post?${query({ text: title, url })}`;
    case 'telegram':
      return `https://t.me/share/url?${query({ url, text: title })}`;
    case 'facebook':
      return `https://www.facebook.com/sharer/sharer.php?${query({ u: url })}`;
    case 'linkedin':
      return `https://www.linkedin.com/sharing/share-offsite/?${query({ url })}`;
    case 'mail':
      // Mail programs read a plus sign as one.
      return `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\n${url}`)}`;
  }
}
