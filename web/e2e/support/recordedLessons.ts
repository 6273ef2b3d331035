import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from './caller';
import { bound, figure, until } from './figures';
import { CAMERA, type Quarters, quartersFilm, SHARED, toneFile } from './known';
import type { Recording, Seat, ServerOptions } from './server';
import { daniel, mina, Stage } from './stage';

/** What their cameras and microphones have. */
export const LOOKS: Readonly<Record<string, Quarters>> = { daniel: CAMERA, mina: SHARED };
export const TONES: Readonly<Record<string, number>> = { daniel: 660, mina: 990 };

const READY_MS = 90_000;

/** Lessons of a mentor and a learner whose pictures and sounds are known, recorded by a real server. */
export class RecordedLessons {
  readonly stage: Stage;
  readonly #folder: string;

  private constructor(stage: Stage, folder: string) {
    this.stage = stage;
    this.#folder = folder;
  }

  static async start(server: ServerOptions): Promise<RecordedLessons> {
    const folder = mkdtempSync(join(tmpdir(), 'lyceum-e2e-film-'));
    for (const [who, quarters] of Object.entries(LOOKS)) {
      writeFileSync(join(folder, `${who}.y4m`), quartersFilm(quarters));
      writeFileSync(join(folder, `${who}.wav`), toneFile(TONES[who] ?? 0));
    }
    const devices = (who: string) => [
      `--use-file-for-fake-video-capture=${join(folder, `${who}.y4m`)}`,
      `--use-file-for-fake-audio-capture=${join(folder, `${who}.wav`)}`,
    ];
    return new RecordedLessons(await Stage.start(server, (who) => ({ args: devices(who) })), folder);
  }

  /** Ends the server without asking what is in its log. */
  async close(): Promise<void> {
    await this.stage.server.kill();
    await this.stage.stop().catch(() => undefined);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.stage.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Both in a session that is recorded by its plan. */
  async begin(): Promise<Lesson> {
    const topics = ['Welcome', 'Graphs'];
    const [first, second] = (await this.stage.server.session([daniel, mina], { record: true, topics })) as [Seat, Seat];
    const mentor = await this.stage.join(first);
    const learner = await this.stage.join(second);
    await Promise.all([mentor.sees(learner), learner.sees(mentor), mentor.hears(), learner.hears()]);
    const [recording] = await until(
      'the recording',
      () => this.stage.server.recordings(first.sessionId),
      (all) => all.length > 0,
    );
    return new Lesson(mentor, learner, first.sessionId, Date.parse(recording?.startedAt ?? ''));
  }

  /** Waits until there is a film. */
  async made({ sessionId }: Lesson): Promise<Recording> {
    const endedAt = performance.now();
    const [recording] = await until(
      'the film',
      () => this.stage.server.recordings(sessionId),
      ([first]) => first !== undefined && (first.state === 'ready' || first.state === 'failed'),
      READY_MS,
    );
    if (recording?.state !== 'ready') throw new Error(`no film: ${JSON.stringify(recording)}`);
    figure('a film is ready after the end of a short lesson', performance.now() - endedAt, bound(15_000));
    return recording;
  }

  /** Fetches a file from its address; throws unless it is what the server says of it. */
  async fetched(recording: Recording, name: string): Promise<string> {
    const file = recording.files?.find((each) => each.name === name);
    if (!file) throw new Error(`there is no ${name} in ${JSON.stringify(recording)}`);
    const answer = await fetch(new URL(file.url, this.stage.server.url));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const safe = answer.headers.get('x-content-type-options') === 'nosniff';
    if (answer.status !== 200 || !safe || bytes.length !== file.bytes || sha256 !== file.sha256) {
      throw new Error(`${name} is ${answer.status}, ${bytes.length} bytes, ${sha256}; not ${JSON.stringify(file)}`);
    }
    const path = join(this.#folder, `${recording.id}-${name}`);
    await writeFile(path, bytes);
    return path;
  }

  /** Fetches what somebody sent from one source. */
  trackOf(recording: Recording, who: string, source: string): Promise<string> {
    const track = recording.tracks?.find(({ participant, source: from }) => participant === who && from === source);
    if (!track) throw new Error(`${who} has no ${source} in ${JSON.stringify(recording.tracks)}`);
    return this.fetched(recording, track.file);
  }
}

export class Lesson {
  readonly mentor: Caller;
  readonly learner: Caller;
  readonly sessionId: string;
  readonly #startedMs: number;

  constructor(mentor: Caller, learner: Caller, sessionId: string, startedMs: number) {
    this.mentor = mentor;
    this.learner = learner;
    this.sessionId = sessionId;
    this.#startedMs = startedMs;
  }

  /** On the recording's clock. */
  nowS(): number {
    return (Date.now() - this.#startedMs) / 1000;
  }

  /** Lets it go on for a while. */
  async goOn(seconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  async end(): Promise<void> {
    await this.mentor.click('End session');
    await this.mentor.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  }
}
