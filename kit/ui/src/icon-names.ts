/** The lucide icons of the product. The sprite at `/assets/icons.svg` is built from exactly these names. */
export const iconNames = [
  'a-large-small', 'activity', 'archive', 'arrow-left', 'arrow-right', 'arrow-up-down', 'badge-check', 'ban', 'bell', 'bell-ring', 'book-open',
  'briefcase', 'building', 'building-2', 'calendar', 'calendar-days', 'camera', 'check', 'chevron-down', 'chevron-left', 'chevron-right',
  'chevron-up', 'chevrons-up-down', 'circle', 'circle-alert', 'circle-check', 'circle-dashed', 'circle-x', 'clipboard-check', 'clock', 'cloud-off',
  'cloud-upload', 'contrast', 'copy', 'database', 'download', 'droplets', 'ellipsis', 'external-link', 'eye', 'eye-off', 'file', 'file-check', 'file-text', 'files',
  'fingerprint', 'flag', 'folder-open', 'gauge', 'globe', 'grip', 'hammer', 'handshake', 'hard-hat', 'heart', 'history', 'house', 'id-card', 'inbox',
  'info', 'key-round', 'landmark', 'laptop', 'layers', 'layout-grid', 'lightbulb', 'link', 'list', 'list-checks', 'loader-circle', 'lock', 'log-in', 'log-out',
  'mail', 'map', 'map-pin', 'megaphone', 'menu', 'message-circle', 'message-square', 'minus', 'monitor', 'moon', 'network', 'newspaper', 'paperclip', 'pencil', 'phone',
  'play', 'plug', 'plus', 'printer', 'puzzle', 'qr-code', 'receipt', 'refresh-cw', 'rotate-ccw', 'route', 'scale', 'search', 'search-x', 'send',
  'server', 'settings', 'share-2', 'shield', 'shield-check', 'sliders-horizontal', 'smartphone', 'sprout', 'square-arrow-out-up-right', 'star', 'store', 'sun', 'thumbs-down', 'thumbs-up',
  'trash-2', 'trees', 'triangle-alert', 'truck', 'undo-2', 'unplug', 'upload', 'user-round', 'users-round', 'utensils', 'wallet', 'waves', 'wifi-off', 'wrench', 'x', 'zap',
] as const;

export type IconName = (typeof iconNames)[number];

/** Icons that point somewhere: mirrored in right-to-left pages. Their file draws the left-to-right meaning. */
export const mirroredIcons: ReadonlySet<string> = new Set<IconName>(['arrow-left', 'arrow-right', 'chevron-left', 'chevron-right', 'log-in', 'log-out', 'undo-2', 'send', 'external-link', 'square-arrow-out-up-right']);
