import { expect, test } from 'vitest';
import { latitudeAt, limited, longitudeAt, project, scaleOf, type View } from './map-view.ts';

const view: View = { centre: { latitude: 26.288, longitude: 50.114 }, span: 0.2 };

test('a point that was drawn is found again where it was drawn', () => {
  const point = { latitude: 26.301, longitude: 50.09 };
  const { x, y } = project(view, point);
  expect(longitudeAt(view, x)).toBeCloseTo(point.longitude, 9);
  expect(latitudeAt(view, y)).toBeCloseTo(point.latitude, 9);
});

test('a kilometre is as long to the north as to the east', () => {
  const start = project(view, view.centre);
  const north = project(view, { ...view.centre, latitude: view.centre.latitude + 1 / 111.32 });
  const east = project(view, { ...view.centre, longitude: view.centre.longitude + 1 / (111.32 * Math.cos((26.288 * Math.PI) / 180)) });
  expect(start.y - north.y).toBeCloseTo(east.x - start.x, 6);
});

test('the scale bar has a round length and fits', () => {
  for (const span of [4, 1.6, 0.6, 0.2, 0.06, 0.02]) {
    const { kilometres, width } = scaleOf({ ...view, span });
    expect(String(kilometres)).toMatch(/^0*\.?0*[125]0*$/);
    expect(width).toBeGreaterThan(40);
    expect(width).toBeLessThanOrEqual(128);
  }
});

test('a point stays within the province and is kept to about a metre', () => {
  expect(limited({ latitude: 10, longitude: 80 })).toEqual({ latitude: 24, longitude: 51.5 });
  expect(limited({ latitude: 26.2881234567, longitude: 50.1 })).toEqual({ latitude: 26.28812, longitude: 50.1 });
});
