import type { Look } from './camera';

export const danielsLook: Look = {
  wall: ['#f4ece1', '#d9c9b4'],
  skin: '#a8714d',
  shade: '#8a5839',
  hair: '#241915',
  longHair: false,
  shirt: '#2f6f80',
  collar: '#e9f3f4',
  glasses: true,
};

export const minasLook: Look = {
  wall: ['#e3eef2', '#b9d0da'],
  skin: '#f4cfae',
  shade: '#dfae8b',
  hair: '#2b2326',
  longHair: true,
  shirt: '#d98a6a',
  collar: '#fdf3e7',
  glasses: false,
};
