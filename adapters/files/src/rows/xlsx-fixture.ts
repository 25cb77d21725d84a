import { strToU8, zipSync } from 'fflate';

/** A cell by its reference: a text (shared), a number, a truth, or its XML. */
export type FixtureCell = string | number | boolean | { readonly xml: string };

/** An XLSX file with one sheet after another; cells by reference. */
export function xlsx(sheets: Readonly<Record<string, Readonly<Record<string, FixtureCell>>>>, options: { readonly date1904?: boolean } = {}): Buffer {
  const strings: string[] = [];
  const cell = (reference: string, value: FixtureCell) => {
    if (typeof value === 'object') return value.xml.replace('<c', `<c r="${reference}"`);
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${reference}" t="b"><v>${value ? 1 : 0}</v></c>`;
    return `<c r="${reference}" t="s"><v>${strings.push(value) - 1}</v></c>`;
  };
  const bodies = Object.values(sheets).map((cells) => {
    const rows = Map.groupBy(Object.entries(cells), ([reference]) => /\d+$/.exec(reference)![0]);
    const body = [...rows].map(([row, inRow]) => `<row r="${row}">${inRow.map(([reference, value]) => cell(reference, value)).join('')}</row>`).join('');
    return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body}</sheetData></worksheet>`;
  });
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const names = Object.keys(sheets);
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    ...Object.fromEntries(bodies.map((body, index) => [`xl/worksheets/sheet${index + 1}.xml`, body])),
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${options.date1904 ? 1 : 0}"/><sheets>${names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_name, index) => `<Relationship Id="rId${index + 1}" Target="${index === 0 ? 'worksheets/' : '/xl/worksheets/'}sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-1010401]yyyy/mm/dd;@"/><numFmt numFmtId="171" formatCode="0.00&quot; day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><r><t>${escaped(text)}</t></r><rPh><t>spoken</t></rPh></si>`).join('')}</sst>`,
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
}
