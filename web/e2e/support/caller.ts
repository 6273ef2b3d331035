import type { Frame, Locator, Page } from 'playwright-core';
import type { TestBrowser } from './browser';
import { until } from './figures';
import { installProbe, type Picture, type Sent, type Voice } from './probe';
import type { Seat } from './server';

type VideoSource = 'cam' | 'screen';
/** Whoever sits there, by whatever browser. */
type Person = Pick<Caller, 'seat'>;

type Shower = Pick<Page | Frame, 'evaluate'>;

const pictureIn = (page: Shower, id: string, source: VideoSource): Promise<Picture | null> =>
  page.evaluate(([of, from]) => window.probe.picture(of, from), [id, source] as const);

/** Waits until somebody's video is decoded in a page with a probe, and what is shown of it changes. */
export const movesIn = async (page: Shower, what: string, id: string, source: VideoSource = 'cam'): Promise<void> => {
  const read = () => pictureIn(page, id, source);
  const first = await until(`${what}: a frame`, read, (shown) => (shown?.frames ?? 0) > 0);
  const isNewer = (shown: Picture | null) =>
    shown !== null && shown.frames !== first?.frames && shown.pixels !== first?.pixels;
  await until(`${what}: movement`, read, isNewer);
};

/** Somebody in front of a browser, who finds everything by its role and name, and what a test can see over their shoulder. */
export class Caller {
  readonly seat: Seat;
  readonly page: Page;
  /** The types of all frames that the page sent over its WebSockets. */
  readonly sentTypes: string[] = [];

  private constructor(seat: Seat, page: Page) {
    this.seat = seat;
    this.page = page;
  }

  /** Opens the link; the person stands in the lobby. */
  static async open(browser: TestBrowser, seat: Seat): Promise<Caller> {
    const page = await browser.context.newPage();
    const caller = new Caller(seat, page);
    page.on('dialog', (dialog) => void dialog.accept());
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => caller.sentTypes.push(JSON.parse(String(payload)).t)),
    );
    await page.addInitScript(installProbe);
    await page.goto(seat.joinUrl);
    return caller;
  }

  /** Opens the link and joins. */
  static async join(browser: TestBrowser, seat: Seat): Promise<Caller> {
    const caller = await Caller.open(browser, seat);
    await caller.ready();
    await caller.click('Join session');
    await caller.connected();
    return caller;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  click(name: string): Promise<void> {
    return this.button(name).click();
  }

  /** The lobby shows one's own picture and who else is there. */
  async ready(): Promise<void> {
    await this.page.waitForSelector('.preview video.is-live');
    await this.page.locator('.consent').waitFor();
  }

  async connected(): Promise<void> {
    await this.page.waitForSelector('html[data-connection="connected"]');
  }

  /** Somebody else's tile. */
  tile(of: Person): Locator {
    return this.page.getByRole('figure', { name: of.seat.name, exact: true });
  }

  picture(of: Person, source: VideoSource = 'cam'): Promise<Picture | null> {
    return pictureIn(this.page, of.seat.id, source);
  }

  /** Waits until somebody's video is decoded and what is shown of it changes. */
  async sees(of: Person, source: VideoSource = 'cam'): Promise<void> {
    await movesIn(this.page, `${this.seat.id} seeing ${of.seat.id}'s ${source}`, of.seat.id, source);
  }

  voices(): Promise<Voice[]> {
    return this.page.evaluate(() => window.probe.voices());
  }

  /** Waits until sound comes from as many others. */
  async hears(count = 1): Promise<void> {
    const first = await this.voices();
    const louder = (now: Voice[]) =>
      now.filter(({ mid, energy }) => energy > (first.find((voice) => voice.mid === mid)?.energy ?? 0)).length;
    await until(
      `${this.seat.id} hearing ${count}`,
      () => this.voices(),
      (now) => louder(now) >= count,
    );
  }

  sent(): Promise<Sent> {
    return this.page.evaluate(() => window.probe.sent());
  }

  /** Packets of sound received from anybody. */
  async soundPackets(): Promise<number> {
    return (await this.voices()).reduce((sum, voice) => sum + voice.packets, 0);
  }

  /** When the last packet of sound came, in milliseconds since 1970. */
  async lastSoundAt(): Promise<number> {
    return Math.max(...(await this.voices()).map((voice) => voice.lastAt));
  }

  clickedAt(): Promise<number> {
    return this.page.evaluate(() => window.probe.clickedAt);
  }

  /** When an element for this selector is there, in milliseconds since 1970. */
  shownAt(selector: string): Promise<number> {
    return this.page.evaluate((wanted) => window.probe.at(wanted, true), selector);
  }

  /** When no element for this selector is there any more, in milliseconds since 1970. */
  goneAt(selector: string): Promise<number> {
    return this.page.evaluate((unwanted) => window.probe.at(unwanted, false), selector);
  }

  /** Join click to the first remote frame, by the marks that the page sets. */
  joinToFirstFrameMs(): Promise<number> {
    return this.page.evaluate(async () => {
      const mark = (name: string) => performance.getEntriesByName(name)[0]?.startTime;
      while (mark('lyceum:first-frame') === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      return (mark('lyceum:first-frame') ?? 0) - (mark('lyceum:join') ?? 0);
    });
  }

  async offers(): Promise<{ sent: number; states: string[] }> {
    const states = await this.page.evaluate(() => window.probe.signalingStates);
    return { sent: this.sentTypes.filter((type) => type === 'media.offer').length, states };
  }

  async leave(): Promise<void> {
    await this.click('Leave');
    await this.page
      .getByRole('dialog', { name: 'Leave session?' })
      .getByRole('button', { name: 'Leave session' })
      .click();
  }
}
