import type { HubTransport } from './client';

/** The hub, over whatever transport gets through. Its code is fetched after the page has been drawn. */
export async function openHub(): Promise<HubTransport> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder().withUrl('/live').configureLogging(LogLevel.None).build();
  hub.serverTimeoutInMilliseconds = 15_000;
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, topic) => hub.invoke(method, topic),
    onFrame: (take) => hub.on('Frame', take),
    onClose: (closed) => hub.onclose(closed),
  };
}
