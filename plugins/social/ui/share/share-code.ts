import QRCode from 'qrcode-svg';

const space = 'http://www.w3.org/2000/svg';

/** The QR code of an address as a drawing with a name. */
export function drawCode(address: string, name: string): SVGSVGElement {
  const { modules } = new QRCode({ content: address, ecl: 'M', padding: 0 }).qrcode;
  const squares = modules.flatMap((column, x) => column.flatMap((dark, y) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${modules.length} ${modules.length}`);
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', name);
  drawing.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', squares.join(''));
  drawing.append(path);
  return drawing;
}
