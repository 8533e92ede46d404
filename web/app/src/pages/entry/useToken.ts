import { useState } from 'preact/hooks';

/** The token behind the # of a link. It is never sent with the address. */
export const useToken = (): string => useState(() => location.hash.slice(1))[0];
