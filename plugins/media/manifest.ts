import { defineManifest } from '@amanah/plugin-api';

const anyone = { public: 'programmes for everyone are watched without signing in; others are left out and refused by the routes' } as const;

export const manifest = defineManifest({
  id: 'media',
  api: '^1.0.0',
  owner: 'pr-media',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'programme.read': { title: 'permissionProgrammeRead', risk: 'read' },
    'programme.write': { title: 'permissionProgrammeWrite', risk: 'write' },
    'programme.publish': { title: 'permissionProgrammePublish', risk: 'write' },
    'programme.remove': { title: 'permissionProgrammeRemove', risk: 'admin' },
    'broadcast.run': { title: 'permissionBroadcastRun', risk: 'write' },
    'channel.write': { title: 'permissionChannelWrite', risk: 'write' },
    'channel.follow': { title: 'permissionChannelFollow', risk: 'write' },
  },
  uses: ['services'],
  mayUse: ['notifications'],
  provides: ['media'],
  addresses: ['/embed/player.js', '/embed/player-view.js', '/embed/watch.js'],
  events: ['broadcast.started', 'broadcast.ended', 'programme.published', 'programme.withdrawn'],
  navigation: [
    { place: 'main', to: '/watch', title: 'watchTitle', icon: 'play', order: 40, access: anyone },
    { place: 'staff', to: '/staff/media', title: 'officeTitle', icon: 'megaphone', order: 60, access: 'programme.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/watch', export: 'watch', access: anyone, title: 'watchTitle', lead: 'watchLead' },
      { at: '/watch/guide', export: 'watch', access: anyone, title: 'guideTitle', lead: 'guideLead' },
      { at: '/watch/channels/:slug', export: 'watch', access: anyone, title: 'channelPage' },
      { at: '/watch/playlists/:id', export: 'watch', access: anyone, title: 'playlistPage' },
      { at: '/watch/:id', export: 'watch', access: anyone, title: 'watchProgramme' },
      { at: '/embed/player/:id', export: 'watch', access: anyone, title: 'playerTitle' },
      { at: '/embed/channel/:slug', export: 'watch', access: anyone, title: 'playerTitle' },
      { at: '/staff/media', export: 'office', access: 'programme.read', title: 'officeTitle', lead: 'officeLead' },
      { at: '/staff/media/new-broadcast', export: 'newBroadcast', access: 'broadcast.run', title: 'officeNewBroadcast' },
      { at: '/staff/media/new-upload', export: 'newUpload', access: 'programme.write', title: 'officeNewUpload' },
      { at: '/staff/media/storage', export: 'storage', access: 'programme.read', title: 'officeStorage' },
      { at: '/staff/media/playlists', export: 'playlists', access: 'programme.read', title: 'officePlaylists' },
      { at: '/staff/media/playlists/:playlist', export: 'playlist', access: 'programme.read', title: 'officePlaylist' },
      { at: '/staff/media/channels', export: 'channels', access: 'programme.read', title: 'officeChannels' },
      { at: '/staff/media/channels/:channel', export: 'channel', access: 'programme.read', title: 'officeChannel' },
      { at: '/staff/media/channels/:channel/schedule', export: 'schedule', access: 'programme.read', title: 'officeSchedule' },
      { at: '/staff/media/programmes/:programme', export: 'programme', access: 'programme.read', title: 'officeProgramme' },
    ],
    slots: [
      { at: 'home.live', export: 'liveNow', entry: 'ui/slots/live-now.ts', access: anyone, title: 'playerLiveNow', ownStyles: true },
      { at: 'service.aside', export: 'serviceGuide', entry: 'ui/slots/service-guide.ts', access: anyone, title: 'playerGuide' },
      {
        at: 'page.foot',
        export: 'audioBar',
        entry: 'ui/slots/audio-bar.ts',
        access: anyone,
        title: 'playerAudioBar',
        wake: { event: 'amanah:listen', mark: 'amanah.listening' },
      },
      // Nothing in the portal has this place: these are scripts with an entry of their own, under addresses that stay.
      { at: 'embedded', export: 'player', entry: 'ui/player/player.ts', access: anyone, title: 'playerTitle' },
      { at: 'embedded', export: 'playerView', entry: 'ui/player/view/player-view.ts', access: anyone, title: 'playerTitle' },
      { at: 'embedded', export: 'watchPage', entry: 'ui/watch/watch.ts', access: anyone, title: 'watchTitle' },
    ],
  },
});

export default manifest;
