/** Shares a drawn slide instead of a screen: a machine for tests has nothing worth looking at. Runs in the page before its own code. */
export const installSlide = () => {
  const draw = (c: CanvasRenderingContext2D, pulse: number) => {
    const box = (text: string, note: string, x: number, y: number, colour: string) => {
      c.fillStyle = colour;
      c.beginPath();
      c.roundRect(x, y, 212, 116, 16);
      c.fill();
      c.fillStyle = '#0d2830';
      c.font = '600 26px sans-serif';
      c.fillText(text, x + 24, y + 52);
      c.font = '20px sans-serif';
      c.fillStyle = '#3a5660';
      c.fillText(note, x + 24, y + 84);
    };
    const arrow = (x0: number, y0: number, x1: number, y1: number) => {
      const angle = Math.atan2(y1 - y0, x1 - x0);
      c.strokeStyle = '#00707f';
      c.fillStyle = '#00707f';
      c.lineWidth = 4;
      c.beginPath();
      c.moveTo(x0, y0);
      c.lineTo(x1, y1);
      c.stroke();
      c.beginPath();
      c.moveTo(x1 + 6 * Math.cos(angle), y1 + 6 * Math.sin(angle));
      c.lineTo(x1 - 18 * Math.cos(angle - 0.4), y1 - 18 * Math.sin(angle - 0.4));
      c.lineTo(x1 - 18 * Math.cos(angle + 0.4), y1 - 18 * Math.sin(angle + 0.4));
      c.fill();
      const at = pulse % 1;
      c.beginPath();
      c.arc(x0 + (x1 - x0) * at, y0 + (y1 - y0) * at, 8, 0, 7);
      c.fill();
    };
    c.fillStyle = '#ffffff';
    c.fillRect(0, 0, 1280, 720);
    c.fillStyle = '#0d2830';
    c.font = '700 44px sans-serif';
    c.fillText('A rate limiter in front of the API', 72, 104);
    c.font = '24px sans-serif';
    c.fillStyle = '#456069';
    c.fillText('Token bucket for each client: 10 requests a second, bursts of 40', 72, 148);
    arrow(284, 328, 368, 328);
    arrow(592, 328, 676, 328);
    arrow(900, 328, 984, 328);
    arrow(486, 396, 486, 474);
    box('Client', 'key or address', 72, 270, '#e0f7fa');
    box('Limiter', 'takes a token', 380, 270, '#b5e6ee');
    box('Router', 'picks a node', 688, 270, '#e0f7fa');
    box('API', 'does the work', 996, 270, '#d5e8fb');
    box('Buckets', 'shared memory', 380, 488, '#fff0cf');
    c.font = '22px sans-serif';
    c.fillStyle = '#9d1c21';
    c.fillText('No token: 429 with Retry-After', 640, 556);
  };
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const c = canvas.getContext('2d');
    let frames = 0;
    setInterval(() => c && draw(c, frames++ / 20), 100);
    if (c) draw(c, 0);
    return canvas.captureStream(10);
  };
};
