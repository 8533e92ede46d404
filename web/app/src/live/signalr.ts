import { checkSession, session } from '../state/session';
import type { HubTransport } from './client';

/** A connection that is refused or closed may mean that the session has ended, or that there are users now. */
const checkAccess = () => checkSession().catch(() => false);

/** Connects to the SignalR hub. Its library is loaded after the first paint. */
export async function openHub(): Promise<HubTransport> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder().withUrl('/live').configureLogging(LogLevel.None).build();
  hub.serverTimeoutInMilliseconds = 15_000;
  return {
    start: () =>
      hub.start().catch(async (error: unknown) => {
        if (session.peek()?.hasUsers) await checkAccess();
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
