import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';

/** How somebody drawn looks; any CSS colours. */
export interface Look {
  readonly wall: readonly [string, string];
  readonly skin: string;
  readonly shade: string;
  readonly hair: string;
  readonly longHair: boolean;
  readonly shirt: string;
  readonly collar: string;
  readonly glasses: boolean;
}

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 6;
const FPS = 6;

/** Draws one frame of somebody at home and gives it as I420 planes in base64. Runs in a page. */
const drawFrame = async ([look, width, height, turn]: readonly [Look, number, number, number]) => {
  const canvas = new OffscreenCanvas(width, height);
  const c = canvas.getContext('2d');
  if (!c) throw new Error('no canvas');
  const fill = (style: string | CanvasGradient, draw: () => void) => {
    c.fillStyle = style;
    c.beginPath();
    draw();
    c.fill();
  };
  const fade = (from: string, to: string, x0: number, y0: number, x1: number, y1: number) => {
    const gradient = c.createLinearGradient(x0, y0, x1, y1);
    gradient.addColorStop(0, from);
    gradient.addColorStop(1, to);
    return gradient;
  };
  const oval = (x: number, y: number, rx: number, ry: number, tilt = 0) => c.ellipse(x, y, rx, ry, tilt, 0, 7);

  const room = () => {
    c.filter = 'blur(5px)';
    fill(fade(look.wall[0], look.wall[1], 0, 0, width, height), () => c.rect(-20, -20, width + 40, height + 40));
    fill('rgb(255 255 255 / 0.35)', () => c.roundRect(70, 60, 270, 380, 12));
    fill(fade('#eaf7fb', '#bfe3ee', 0, 80, 0, 420), () => c.roundRect(86, 76, 112, 348, 6));
    fill(fade('#eaf7fb', '#bfe3ee', 0, 80, 0, 420), () => c.roundRect(212, 76, 112, 348, 6));
    fill('#8a6a4f', () => c.roundRect(905, 250, 320, 14, 4));
    const books = ['#d9795d', '#eec170', '#5b8e7d', '#8cb4c9', '#f2e8cf', '#bc4b51', '#5b7f95'];
    for (const [i, book] of books.entries()) {
      const top = (i * 37) % 30;
      fill(book, () => c.roundRect(920 + i * 30, 158 + top, 25, 92 - top, 3));
    }
    fill('#f6f1e7', () => c.roundRect(1158, 206, 48, 44, 8));
    for (let i = -3; i <= 3; i++) fill('#5d9279', () => oval(1182 + i * 13, 172 + Math.abs(i) * 9, 11, 42, i * 0.28));
    c.filter = 'none';
  };

  const body = (x: number) => {
    fill(fade(look.shirt, look.shirt, 0, 0, 0, 1), () => {
      c.moveTo(x - 330, 740);
      c.bezierCurveTo(x - 320, 560, x - 200, 530, x - 78, 508);
      c.lineTo(x + 78, 508);
      c.bezierCurveTo(x + 200, 530, x + 320, 560, x + 330, 740);
    });
    fill(look.shade, () => c.roundRect(x - 62, 400, 124, 150, 56));
    fill(look.collar, () => {
      c.moveTo(x - 88, 504);
      c.quadraticCurveTo(x, 600, x + 88, 504);
      c.lineTo(x + 74, 490);
      c.quadraticCurveTo(x, 560, x - 74, 490);
    });
  };

  const face = (x: number, y: number) => {
    fill(look.shade, () => {
      oval(x - 128, y + 12, 22, 34);
      oval(x + 128, y + 12, 22, 34);
    });
    fill(fade(look.skin, look.shade, x - 90, y - 100, x + 190, y + 230), () => {
      c.moveTo(x - 128, y - 50);
      c.bezierCurveTo(x - 134, y + 90, x - 82, y + 166, x, y + 168);
      c.bezierCurveTo(x + 82, y + 166, x + 134, y + 90, x + 128, y - 50);
      c.bezierCurveTo(x + 120, y - 170, x - 120, y - 170, x - 128, y - 50);
    });
    for (const side of [-1, 1]) {
      fill('#ffffff', () => oval(x + side * 52, y + 2, 19, 13));
      fill('#35241c', () => oval(x + side * 52 + turn * 2, y + 2, 10, 11));
      fill('#ffffff', () => oval(x + side * 52 + 4, y - 2, 3, 3));
      fill('rgb(224 110 90 / 0.20)', () => oval(x + side * 80, y + 54, 26, 17));
      c.lineCap = 'round';
      c.strokeStyle = look.hair;
      c.lineWidth = 8;
      c.beginPath();
      c.moveTo(x + side * 32, y - 31);
      c.quadraticCurveTo(x + side * 54, y - 42, x + side * 78, y - 29);
      c.stroke();
    }
    c.strokeStyle = look.shade;
    c.lineWidth = 7;
    c.beginPath();
    c.moveTo(x + 2, y + 16);
    c.quadraticCurveTo(x + 15, y + 50, x - 4, y + 54);
    c.stroke();
    fill('#ffffff', () => {
      c.moveTo(x - 46, y + 90);
      c.quadraticCurveTo(x, y + 142, x + 46, y + 90);
      c.quadraticCurveTo(x, y + 104, x - 46, y + 90);
    });
    c.strokeStyle = '#a4493d';
    c.lineWidth = 5;
    c.stroke();
  };

  const glasses = (x: number, y: number) => {
    c.strokeStyle = '#2c3a42';
    c.lineWidth = 6;
    for (const side of [-1, 1]) {
      c.beginPath();
      c.roundRect(x + side * 54 - 41, y - 30, 82, 64, 26);
      c.stroke();
    }
    c.beginPath();
    c.moveTo(x - 13, y - 4);
    c.quadraticCurveTo(x, y - 12, x + 13, y - 4);
    c.stroke();
  };

  const hairBehind = (x: number, y: number) => {
    if (look.longHair) fill(look.hair, () => c.roundRect(x - 166, y - 160, 332, 430, [166, 166, 80, 80]));
  };

  const hairBefore = (x: number, y: number) =>
    fill(look.hair, () => {
      c.moveTo(x - 136, y + 10);
      c.bezierCurveTo(x - 176, y - 200, x + 176, y - 200, x + 136, y + 10);
      c.bezierCurveTo(x + 128, y - 50, x + 112, y - 76, x + 84, y - 92);
      c.bezierCurveTo(x + 20, y - 66, x - 60, y - 62, x - 104, y - 84);
      c.bezierCurveTo(x - 122, y - 60, x - 130, y - 40, x - 136, y + 10);
    });

  const x = width / 2 + turn * 5;
  const y = 300 + turn * 2;
  room();
  hairBehind(x, y);
  body(width / 2);
  face(x, y);
  hairBefore(x, y);
  if (look.glasses) glasses(x, y);

  const { data } = c.getImageData(0, 0, width, height);
  const planes = new Uint8Array((width * height * 3) / 2);
  // ITU-R BT.601, in the range of video.
  const at = (px: number, weights: readonly [number, number, number], base: number) =>
    base + weights.reduce((sum, weight, i) => sum + weight * (data[px * 4 + i] ?? 0), 0) / 256;
  let end = 0;
  for (let px = 0; px < width * height; px++) planes[end++] = at(px, [66, 129, 25], 16);
  for (const weights of [
    [-38, -74, 112],
    [112, -94, -18],
  ] as const) {
    for (let row = 0; row < height; row += 2) {
      for (let column = 0; column < width; column += 2) planes[end++] = at(row * width + column, weights, 128);
    }
  }
  let text = '';
  for (let i = 0; i < planes.length; i += 8192) text += String.fromCharCode(...planes.subarray(i, i + 8192));
  return btoa(text);
};

/** Writes a short film, to be looped, of somebody in front of a camera, for `--use-file-for-fake-video-capture`. */
export const film = async (page: Page, look: Look, file: string): Promise<void> => {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FPS}:1 Ip A1:1 C420jpeg\n`)];
  for (let i = 0; i < FRAMES; i++) {
    const turn = Math.sin((2 * Math.PI * i) / FRAMES);
    const planes = await page.evaluate(drawFrame, [look, WIDTH, HEIGHT, turn] as const);
    parts.push(Buffer.from('FRAME\n'), Buffer.from(planes, 'base64'));
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.concat(parts));
};
