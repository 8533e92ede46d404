import qrcode from 'qrcode-generator';

/** The quiet zone around a QR code, in modules. */
const margin = 4;

/** A QR code as an SVG path of dark modules, with the length of its side. */
export function qrPath(text: string): { path: string; side: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  let path = '';
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++) if (code.isDark(row, column)) path += `M${column + margin} ${row + margin}h1v1h-1z`;
  return { path, side: modules + 2 * margin };
}
