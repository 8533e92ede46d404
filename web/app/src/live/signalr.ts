import { checkSession, session } from '../state/session';
import type { HubTransport } from './client';

/** A connection that is refused or closed may mean that the session has ended. A 401 without users: there are users now. */
const checkAccess = (error?: unknown) =>
  session.peek()?.hasUsers || String(error).includes("'401'") ? checkSession().catch(() => false) : Promise.resolve(true);

/** Connects to the SignalR hub. Its library is loaded after the first paint. */
export async function openHub(): Promise<HubTransport> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder().withUrl('/live').configureLogging(LogLevel.None).build();
  hub.serverTimeoutInMilliseconds = 15_000;
  return {
    start: () =>
      hub.start().catch(async (error: unknown) => {
        await checkAccess(error);
        throw error;
      }),
    stop: () => hub.stop(),
    invoke: (method, topic) => hub.invoke(method, topic),
    onFrame: (take) => hub.on('Frame', take),
    onClose: (closed) =>
      hub.onclose(() => {
        closed();
        void checkAccess();
      }),
  };
}
