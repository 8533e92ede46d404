import { word } from './words';

/** A key of the journal as people read it: `name:56114:OSTLUND~20CORP.` is OSTLUND CORP. in 56114. */
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

/** A part of a key: what is no letter, digit, '.', '_' or '-' of ASCII is its bytes of UTF-8. */
export const keyPart = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((b) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(b)) && b < 128
        ? String.fromCharCode(b)
        : `~${b.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

/** `~` and two hex digits stand for a byte of UTF-8. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('%', '%25').replaceAll('~', '%'));
  } catch {
    return text;
  }
}
