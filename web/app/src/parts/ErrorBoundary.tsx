import { Component, type ComponentChildren } from 'preact';
import { Notice } from './Notice';

/** Shows a message in place of a page that threw while rendering. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failed: true });
  }

  override render({ children }: { children: ComponentChildren }, { failed }: { failed: boolean }) {
    if (!failed) return children;
    return (
      <Notice icon="warning" title="This page cannot be shown">
        <p>An error occurred while showing it. The rest of OneLead still works. The browser's console has the details.</p>
        <button class="button" type="button" onClick={() => this.setState({ failed: false })}>
          Try again
        </button>
      </Notice>
    );
  }
}
