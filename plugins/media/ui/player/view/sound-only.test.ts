import { expect, test } from 'vitest';
import { withoutPicture } from './sound-only.ts';

const captions = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="العربية",LANGUAGE="ar",URI="1/captions/ar/1.m3u8?g=a"';
const picture = '#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,SUBTITLES="captions"\n1/360.m3u8?g=a';
const sound = '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2",SUBTITLES="captions"\n1/audio.m3u8?g=a';

test('for the sound alone the rungs with a picture go, captions and addresses stay as they were', () => {
  expect(withoutPicture(['#EXTM3U', captions, picture, picture, sound, ''].join('\n'))).toBe(['#EXTM3U', captions, sound, ''].join('\n'));
});

test('a programme that has no rung of sound alone keeps all it has', () => {
  const playlist = ['#EXTM3U', picture, ''].join('\n');
  expect(withoutPicture(playlist)).toBe(playlist);
});
