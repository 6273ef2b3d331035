import { describe, expect, test } from 'vitest';
import { actionForClose } from './close';
import { initialLink, type LinkEffect, type LinkEvent, type LinkState, nextDeadline, step } from './link';
import { nextViewChange, viewOf } from './linkView';

/** A script against the machine: events at times, effects as short words. `until` plays the clock. */
class Script {
  state: LinkState = initialLink;
  now = 0;
  readonly done: string[] = [];

  at(now: number, event: LinkEvent): this {
    this.until(now);
    this.#feed(event);
    return this;
  }

  /** Lets every deadline before `now` pass, one tick each. */
  until(now: number): this {
    for (let ticks = 0; ticks < 10_000; ticks++) {
      const next = nextDeadline(this.state);
      if (next === null || next > now) break;
      this.now = Math.max(this.now, next);
      this.#feed({ type: 'tick' });
    }
    this.now = now;
    return this;
  }

  #feed(event: LinkEvent): void {
    const { state, effects } = step(this.state, event, this.now);
    this.state = state;
    this.done.push(...effects.map(word));
  }

  /** The effects since the last call, probes left out. */
  took(): string[] {
    return this.done.splice(0).filter((effect) => effect !== 'probe');
  }

  probes(): number {
    return this.done.splice(0).filter((effect) => effect === 'probe').length;
  }

  get view() {
    return viewOf(this.state, this.now);
  }
}

const word = (effect: LinkEffect): string => {
  if (effect.type === 'openSocket') return effect.resume ? 'open+resume' : 'open';
  return effect.type === 'attempt' ? effect.kind : effect.type;
};

const ready: LinkEvent = { type: 'socket.ready', sameEpoch: true, joined: true };
const closed = (code: number, retryMs = 0): LinkEvent => ({
  type: 'socket.closed',
  action: actionForClose(code),
  retryMs,
});

/** A page whose call is running well at time 1000. */
const inCall = (): Script => {
  const script = new Script()
    .at(0, { type: 'start' })
    .at(100, { ...ready, sameEpoch: false, joined: false } as LinkEvent)
    .at(500, { type: 'join' })
    .at(1000, { type: 'media.alive' });
  script.done.length = 0;
  return script;
};

describe('the way in', () => {
  test('the lobby connects at once, and joining enters the room at once', () => {
    const script = new Script().at(0, { type: 'start' });
    expect(script.took()).toEqual(['open']);
    expect(script.view).toEqual({ status: 'connecting', overlay: null });
    script.at(100, { type: 'socket.ready', sameEpoch: false, joined: false });
    expect(script.view).toEqual({ status: 'connected', overlay: null });
    script.at(500, { type: 'join' });
    expect(script.took()).toEqual(['enterRoom']);
    expect(script.view).toEqual({ status: 'connecting', overlay: { kind: 'connecting' } });
    script.at(900, { type: 'media.alive' });
    expect(script.view).toEqual({ status: 'connected', overlay: null });
  });

  test('joining before the server has answered waits for it', () => {
    const script = new Script().at(0, { type: 'start' }).at(10, { type: 'join' });
    expect(script.took()).toEqual(['open']);
    script.at(900, { type: 'socket.ready', sameEpoch: false, joined: false });
    expect(script.took()).toEqual(['enterRoom']);
  });

  test('media that never comes becomes an incident', () => {
    const script = new Script()
      .at(0, { type: 'start' })
      .at(100, { type: 'socket.ready', sameEpoch: false, joined: false })
      .at(500, { type: 'join' })
      .until(8499);
    expect(script.view.status).toBe('connecting');
    script.until(8500).at(8520, { type: 'ping.ok' });
    expect(script.view.status).toBe('reconnecting');
    expect(script.took()).toContain('newPeer');
  });
});

describe('a lost socket', () => {
  test('resumes silently while media lives, once a ping has come back', () => {
    const script = inCall().at(2000, closed(1006));
    expect(script.probes()).toBe(1);
    expect(script.view.status).toBe('connected');
    script.at(2050, { type: 'ping.ok' });
    expect(script.took()).toEqual(['open+resume']);
    script.at(2100, ready);
    expect(script.view).toEqual({ status: 'connected', overlay: null });
    expect(script.took()).toEqual([]);
  });

  test('shows after three seconds, without an overlay over living pictures', () => {
    const script = inCall().at(2000, closed(1006));
    expect(nextViewChange(script.state, 2000)).toBe(5000);
    script.until(5000);
    expect(script.view).toEqual({ status: 'reconnecting', overlay: null });
  });

  test('a server that said why is not asked with a ping first', () => {
    expect(inCall().at(2000, closed(4508)).took()).toEqual(['open+resume']);
    expect(inCall().at(2000, closed(4409)).took()).toEqual(['open']);
  });

  test('a draining server is left alone for as long as it asked', () => {
    const script = inCall().at(2000, closed(4503, 1000)).until(2999);
    expect(script.probes()).toBe(0);
    script.until(3000);
    expect(script.probes()).toBe(1);
  });

  test('openings that fail wait longer each time', () => {
    const script = inCall();
    const opened: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = script.at(script.now, closed(4500)).now;
      while (script.state.socket !== 'opening') script.until(script.now + 1);
      opened.push(script.now - start);
    }
    expect(opened).toEqual([0, 300, 600, 1200, 2400]);
  });

  test.each([4400, 4401, 4403, 4404, 4410, 4413, 4426, 4430, 1000])('%i ends it', (code) => {
    const script = inCall().at(2000, closed(code));
    expect(script.took()).toEqual(['shutDown']);
    expect(nextDeadline(script.state)).toBeNull();
    expect(['ended', 'disconnected']).toContain(script.view.status);
  });
});

describe('an incident', () => {
  test('starts with the overlay and a ping, and attempts nothing before the ping is answered', () => {
    const script = inCall().at(4000, { type: 'media.lost' });
    expect(script.view).toMatchObject({ status: 'reconnecting', overlay: { kind: 'reconnecting', attempt: 1 } });
    expect(script.done).toEqual(['probe']);
    script.took();
    script.at(4030, { type: 'ping.ok' });
    expect(script.took()).toEqual(['restart']);
  });

  test('goes from restart to a new connection to a rejoin, then to the button', () => {
    const script = inCall().at(4000, { type: 'media.lost' });
    for (let now = 4010; now <= 21_000; now += 500) {
      script.at(now, { type: 'ping.ok' });
      if (script.state.socket === 'opening') script.at(now, { ...ready, sameEpoch: false, joined: true } as LinkEvent);
    }
    expect(script.took()).toEqual(['restart', 'newPeer', 'rejoin', 'closeSocket', 'open', 'enterRoom']);
    expect(script.view).toEqual({ status: 'disconnected', overlay: { kind: 'gaveUp', why: 'attempts' } });
  });

  test('refusals do not use up three attempts at once', () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(4010, { type: 'ping.ok' });
    script.at(4020, { type: 'media.refused' }).until(5509);
    expect(script.took()).toEqual(['restart']);
    script.until(5510);
    expect(script.took()).toEqual(['newPeer']);
  });

  test('ends with the first sign of life, and the next one has three attempts again', () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(4010, { type: 'ping.ok' });
    script.at(4200, { type: 'media.alive' });
    expect(script.view).toEqual({ status: 'connected', overlay: null });
    script.took();
    script.at(60_000, { type: 'media.lost' }).at(60_010, { type: 'ping.ok' });
    expect(script.took()).toEqual(['restart']);
    expect(script.state.incident?.attempts).toBe(1);
  });

  test('a server that started anew gets a new connection at once', () => {
    const script = inCall().at(2000, closed(1006)).at(2500, { type: 'media.lost' }).at(2600, { type: 'ping.ok' });
    script.took();
    script.at(2700, { type: 'socket.ready', sameEpoch: false, joined: true });
    expect(script.took()).toEqual(['newPeer']);
  });

  test('a server that has forgotten the seat is joined again', () => {
    const script = inCall().at(2000, closed(1006)).at(2600, { type: 'ping.ok' });
    script.took();
    script.at(2700, { type: 'socket.ready', sameEpoch: false, joined: false });
    expect(script.took()).toEqual(['enterRoom']);
  });
});

describe('a seat that is not this page’s', () => {
  const stranger: LinkEvent = { type: 'socket.ready', sameEpoch: true, joined: true };

  /** The third attempt has closed the socket, and the new one has not answered yet. */
  const rejoining = () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(4010, { type: 'ping.ok' });
    while (script.state.incident?.running?.kind !== 'rejoin') script.at(script.now + 500, { type: 'ping.ok' });
    script.took();
    return script;
  };

  test('is joined, though media came back while the rejoin was under way', () => {
    const script = rejoining();
    script.at(script.now + 100, { type: 'media.alive' }).at(script.now + 200, stranger);
    expect(script.took()).toEqual(['enterRoom']);
  });

  test('is joined after a resume that was refused', () => {
    const script = inCall().at(2000, closed(4409)).at(2100, stranger);
    expect(script.took()).toEqual(['open', 'enterRoom']);
  });

  test('is joined again when the server says that this page has not, living media or not', () => {
    expect(inCall().at(2000, { type: 'seat.refused' }).took()).toEqual(['enterRoom']);
  });

  test('a refused join is followed by a rejoin and not by offers to a room one is not in', () => {
    const script = new Script()
      .at(0, { type: 'start' })
      .at(100, { type: 'socket.ready', sameEpoch: false, joined: false })
      .at(500, { type: 'join' })
      .at(600, { type: 'seat.refused' })
      .at(700, { type: 'ping.ok' });
    expect(script.took()).toEqual(['open', 'enterRoom', 'rejoin', 'closeSocket', 'open']);
  });
});

describe('an unreachable server', () => {
  const cut = () => inCall().at(4000, { type: 'media.lost' }).at(5200, { type: 'ping.failed' });

  test('is asked every 300 ms and costs no attempt', () => {
    const script = cut();
    script.took();
    script.until(8200);
    expect(script.probes()).toBe(10);
    expect(script.state.incident?.attempts).toBe(0);
    expect(script.view.overlay).toMatchObject({ unreachable: true });
  });

  test('after 15 s the button shows, and the page goes on by itself when the ping comes back', () => {
    const script = cut();
    expect(nextViewChange(script.state, script.now)).toBe(20_200);
    script.until(20_200);
    expect(script.view).toEqual({ status: 'disconnected', overlay: { kind: 'gaveUp', why: 'unreachable' } });
    script.took();
    script.at(90_000, { type: 'ping.ok' });
    expect(script.took()).toEqual(['closeSocket', 'open+resume']);
    expect(script.view.status).toBe('reconnecting');
    script.at(90_050, ready);
    expect(script.took()).toEqual(['restart']);
  });

  /** Long enough for the socket to have ended. */
  const longCut = () => cut().at(8000, closed(4408));

  test('is looked for by ICE anew every 10 s, once the socket has ended', () => {
    const script = longCut();
    const searched: number[] = [];
    while (script.now < 40_000) {
      script.until(script.now + 100);
      if (script.took().includes('search')) searched.push(script.now);
    }
    expect(searched).toEqual([14_000, 24_000, 34_000]);
    expect(cut().until(40_000).took()).not.toContain('search');
  });

  test('is tried by a new socket now and then, for a ping may hang in its connection', () => {
    const script = longCut();
    script.took();
    script.until(8999);
    expect(script.took()).toEqual([]);
    script.until(9000);
    expect(script.took()).toEqual(['open+resume']);
    script.at(14_000, closed(4408)).until(15_000);
    expect(script.took()).toEqual(['search', 'open+resume']);
    expect(script.state.socketFailures).toBe(0);
  });

  test('that is heard again has a new socket at once, whatever hangs', () => {
    const opening = longCut().until(9000);
    opening.took();
    opening.at(12_500, { type: 'media.alive' });
    expect(opening.took()).toEqual(['closeSocket', 'open+resume']);
    expect(opening.view).toEqual({ status: 'reconnecting', overlay: null });
    opening.at(12_550, ready);
    expect(opening.view).toEqual({ status: 'connected', overlay: null });
    expect(opening.took()).toEqual([]);

    const between = longCut().at(8500, { type: 'media.alive' });
    expect(between.took()).toEqual(['open+resume']);
    const stuck = cut().at(6500, { type: 'media.alive' });
    expect(stuck.took()).toEqual(['closeSocket', 'open+resume']);
  });

  test('after a short cut the socket is kept', () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(5200, { type: 'ping.failed' });
    script.took();
    script.at(5900, { type: 'ping.ok' });
    expect(script.took()).toEqual(['restart']);
  });

  test('an attempt overtaken by the next cut is not counted', () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(4010, { type: 'ping.ok' }).until(7010);
    expect(script.state.incident?.attempts).toBe(0);
    expect(script.state.unreachableSince).not.toBeNull();
  });

  test('an attempt whose socket broke is not counted', () => {
    const script = inCall().at(4000, { type: 'media.lost' }).at(4010, { type: 'ping.ok' }).at(4100, closed(1006));
    expect(script.state.incident).toMatchObject({ attempts: 0, running: null });
  });

  test('three failures on the old network are forgotten on the new one', () => {
    const script = inCall().at(4000, { type: 'media.lost' });
    for (let now = 4010; now <= 21_000; now += 500) script.at(now, { type: 'ping.ok' });
    script.at(25_000, { type: 'ping.failed' }).at(26_000, { type: 'ping.ok' });
    expect(script.state.incident?.exhausted).toBe(false);
  });
});

describe('the button', () => {
  test('starts anew with a new connection', () => {
    const script = inCall().at(4000, { type: 'media.lost' });
    for (let now = 4010; now <= 21_000; now += 500) {
      script.at(now, { type: 'ping.ok' });
      if (script.state.socket === 'opening') script.at(now, ready);
    }
    script.took();
    script.at(30_000, { type: 'retry' }).at(30_010, { type: 'ping.ok' });
    expect(script.took()).toEqual(['newPeer']);
    expect(script.view).toMatchObject({ status: 'reconnecting', overlay: { attempt: 1 } });
  });
});

test('leaving ends everything, and nothing happens afterwards', () => {
  const script = inCall().at(2000, { type: 'leave' });
  expect(script.took()).toEqual(['shutDown']);
  script.at(3000, closed(1006)).at(3001, { type: 'media.lost' }).at(3002, { type: 'ping.ok' });
  expect(script.took()).toEqual([]);
  expect(script.view).toEqual({ status: 'ended', overlay: null });
});

/** A small generator of numbers from 0 to 1, the same ones each time. */
const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

test('the server has a seat for the page whenever the page is ready and at rest', () => {
  const random = seeded(11);
  const network: LinkEvent[] = [
    closed(1006),
    closed(4500),
    closed(4409),
    { type: 'ping.ok' },
    { type: 'ping.ok' },
    { type: 'ping.failed' },
    { type: 'media.alive' },
    { type: 'media.lost' },
    { type: 'media.refused' },
  ];
  let atRest = 0;
  for (let life = 0; life < 200; life++) {
    const script = new Script().at(0, { type: 'start' });
    // The server: which page holds the seat. A hello without resume makes the next page.
    let holder: number | null = null;
    let page = 0;
    let asksToResume = false;
    const follow = () => {
      for (const effect of script.done.splice(0)) {
        if (effect === 'enterRoom') holder = page;
        if (effect.startsWith('open')) asksToResume = effect === 'open+resume';
      }
    };
    follow();
    for (let i = 0; i < 80; i++) {
      script.until(script.now + Math.floor(random() * 2000));
      follow();
      if (script.state.socket === 'opening' && random() < 0.6) {
        if (!asksToResume) page += 1;
        const joined: boolean = asksToResume ? holder === page : holder !== null;
        script.at(script.now, { type: 'socket.ready', sameEpoch: true, joined });
      } else if (i === 5) script.at(script.now, { type: 'join' });
      else script.at(script.now, network[Math.floor(random() * network.length)] as LinkEvent);
      follow();
      const { wantsRoom, socket, incident } = script.state;
      if (!wantsRoom || socket !== 'ready' || incident) continue;
      atRest += 1;
      expect(holder).toBe(page);
    }
  }
  expect(atRest).toBeGreaterThan(1000);
});

test('nothing makes the machine tick without end', () => {
  const events: LinkEvent[] = [
    { type: 'start' },
    { type: 'join' },
    { type: 'retry' },
    { type: 'nudge' },
    ready,
    { type: 'socket.ready', sameEpoch: false, joined: false },
    closed(1006),
    closed(4500),
    closed(4409),
    { type: 'ping.ok' },
    { type: 'ping.failed' },
    { type: 'media.alive' },
    { type: 'media.lost' },
    { type: 'media.refused' },
    { type: 'seat.refused' },
  ];
  const random = seeded(7);
  // 100 random lives of 60 events each.
  for (let life = 0; life < 100; life++) {
    const script = new Script().at(0, { type: 'start' });
    for (let i = 0; i < 60; i++) {
      script.at(script.now + Math.floor(random() * 3000), events[Math.floor(random() * events.length)] as LinkEvent);
      const next = nextDeadline(script.state);
      if (next !== null) expect(next).toBeGreaterThan(script.now);
      expect(script.state.incident?.attempts ?? 0).toBeGreaterThanOrEqual(0);
      expect(script.state.incident?.attempts ?? 0).toBeLessThanOrEqual(3);
      expect(script.done.length).toBeLessThan(2000);
      viewOf(script.state, script.now);
    }
  }
});
