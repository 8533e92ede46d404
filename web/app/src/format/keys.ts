import { word } from './words';

/** A readable account key: `name:56114:OSTLUND~20CORP.` becomes "OSTLUND CORP., territory 56114". */
export function keyText(key: string): string {
  const [kind, ...rest] = key.split(':');
  const parts = rest.map(unescaped);
  switch (kind) {
    case 'name':
      return parts.length > 1 ? `${parts.slice(1).join(':')}${parts[0] ? `, territory ${parts[0]}` : ''}` : parts.join('');
    case 'territory':
      return `Territory ${parts.join(':')}`;
    case 'customer':
      return `Customer ${parts.join(':')}`;
    default:
      return rest.length ? `${word(kind)} ${parts.join(':')}` : unescaped(key);
  }
}

/** Escapes a part of a key. Bytes other than ASCII letters, digits, '.', '_' and '-' become `~` and two hex digits. */
export const keyPart = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((b) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(b)) && b < 128
        ? String.fromCharCode(b)
        : `~${b.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

/** Undoes `keyPart`. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('%', '%25').replaceAll('~', '%'));
  } catch {
    return text;
  }
}
