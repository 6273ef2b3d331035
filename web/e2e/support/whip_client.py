"""A WHIP publisher and a WHEP viewer by aiortc, an implementation that shares no code with ours.

usage: whip_client.py publish <url>
       whip_client.py play <url>

The token is in the environment (TOKEN). What happens is one JSON object a line on stdout; the end of
stdin ends the resource.
"""

import asyncio
import fractions
import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urljoin

import aioice.ice
import av
import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack

# aioice leaves loopback out, which is where tests have to stay.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]

RATE = 48000
TONE_HZ = 440
LEFT = (200, 40, 40)
RIGHT = (30, 60, 190)


def say(**what):
    print(json.dumps(what), flush=True)


def ask(method, url, body=None, kind=None, **headers):
    request = urllib.request.Request(url, method=method, data=body and body.encode())
    request.add_header("Authorization", "Bearer " + os.environ["TOKEN"])
    if kind:
        request.add_header("Content-Type", kind)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read().decode()


class Halves(VideoStreamTrack):
    """Red on the left, blue on the right."""

    async def recv(self):
        pts, base = await self.next_timestamp()
        picture = numpy.zeros((240, 320, 3), numpy.uint8)
        picture[:, :160] = LEFT
        picture[:, 160:] = RIGHT
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = pts, base
        return frame


class Tone(AudioStreamTrack):
    def __init__(self):
        super().__init__()
        self.at = 0

    async def recv(self):
        await asyncio.sleep(max(0, self.at / RATE - (self.elapsed())))
        count = RATE // 50
        time = (numpy.arange(count) + self.at) / RATE
        wave = (8000 * numpy.sin(2 * numpy.pi * TONE_HZ * time)).astype(numpy.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.pts, frame.sample_rate, frame.time_base = self.at, RATE, fractions.Fraction(1, RATE)
        self.at += count
        return frame

    def elapsed(self):
        now = asyncio.get_event_loop().time()
        self.begin = getattr(self, "begin", now)
        return now - self.begin


async def watch(track):
    while True:
        frame = await track.recv()
        picture = frame.to_ndarray(format="rgb24")
        middle = picture.shape[1] // 2
        say(
            picture={
                "left": [float(c) for c in picture[:, : middle - 16].mean(axis=(0, 1))],
                "right": [float(c) for c in picture[:, middle + 16 :].mean(axis=(0, 1))],
            }
        )
        for _ in range(10):
            await track.recv()


async def listen(track):
    heard = numpy.zeros(0)
    while True:
        frame = await track.recv()
        samples = frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0]
        heard = numpy.concatenate([heard, samples.astype(float)])
        if len(heard) >= 8192:
            window = heard[:8192] * numpy.hanning(8192)
            peak = int(numpy.abs(numpy.fft.rfft(window)).argmax())
            say(sound={"hz": peak * frame.sample_rate / 8192, "rms": float(heard.std())})
            heard = numpy.zeros(0)


async def main(mode, url):
    peer = RTCPeerConnection()
    peer.on("connectionstatechange", lambda: say(connection=peer.connectionState))
    if mode == "publish":
        peer.addTransceiver(Tone(), direction="sendonly")
        peer.addTransceiver(Halves(), direction="sendonly")
    else:
        peer.addTransceiver("audio", direction="recvonly")
        peer.addTransceiver("video", direction="recvonly")
        tasks = []
        peer.on(
            "track",
            lambda track: tasks.append(
                asyncio.ensure_future((listen if track.kind == "audio" else watch)(track))
            ),
        )
    await peer.setLocalDescription(await peer.createOffer())
    offer = peer.localDescription.sdp
    status, headers, answer = await asyncio.to_thread(ask, "POST", url, offer, "application/sdp")
    say(status=status, location=headers.get("Location"), etag=headers.get("ETag"))
    if status != 201:
        say(problem=answer)
        return
    await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    await asyncio.to_thread(sys.stdin.read)
    resource = urljoin(url, headers["Location"])
    say(ended=(await asyncio.to_thread(ask, "DELETE", resource))[0])
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
