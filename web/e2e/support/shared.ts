import type { Quarters } from './known';

/** Covers the page with a known picture that moves in its middle, and lets clicks through. Runs in the page. */
export const showShared = (quarters: Quarters): void => {
  const cover = document.createElement('div');
  cover.ariaHidden = 'true';
  cover.style.cssText =
    'position:fixed;inset:0;z-index:9999;pointer-events:none;display:grid;grid-template:1fr 1fr/1fr 1fr';
  for (const [r, g, b] of quarters) {
    const quarter = document.createElement('div');
    quarter.style.background = `rgb(${r} ${g} ${b})`;
    cover.append(quarter);
  }
  const middle = document.createElement('div');
  middle.style.cssText = 'position:absolute;left:45%;top:45%;width:10%;height:10%';
  cover.append(middle);
  document.body.append(cover);
  let frame = 0;
  const draw = () => {
    frame += 1;
    middle.style.background = frame % 20 < 10 ? 'black' : 'white';
    requestAnimationFrame(draw);
  };
  draw();
};
