import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the page of a school heard from the frame in it. */
export interface Heard {
  readonly origin: string;
  readonly data: { readonly source: string; readonly type: string } & Readonly<Record<string, unknown>>;
}

declare global {
  interface Window {
    heard: Heard[];
  }
}

/** As docs/protocol.md says that an integrator's page is to be. */
const PAGE = `<!doctype html>
<html lang="en">
  <title>School</title>
  <iframe title="Lesson" width="1200" height="800"
          allow="camera; microphone; display-capture; autoplay; fullscreen; clipboard-write"></iframe>
  <script>
    const frame = document.querySelector('iframe');
    window.heard = [];
    addEventListener('message', ({ source, origin, data }) => {
      if (source === frame.contentWindow) window.heard.push({ origin, data });
    });
    frame.src = new URLSearchParams(location.search).get('lesson');
  </script>
</html>`;

/** A site of an integrator on an origin of its own: it frames what it is asked to, and people come back to it. */
export class School {
  readonly #server: Server;
  readonly origin: string;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<School> {
    const server = createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(request.url?.startsWith('/back') ? '<!doctype html><title>Back</title>' : PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return new School(server);
  }

  /** The page that frames this address. */
  framing(url: string): string {
    return `${this.origin}/?lesson=${encodeURIComponent(url)}`;
  }

  get back(): string {
    return `${this.origin}/back?lesson=7#top`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
