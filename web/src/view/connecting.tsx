import { useEffect, useRef } from 'preact/hooks';
import animation from './connecting.json';
import { isPlain } from './effects';

const STILL_FRAME = 20;
/** Where drawing costs, what is over in less is not worth a picture: the words beside it say the same. */
const PLAIN_DELAY_MS = 1000;

/** The "Connecting..." animation: loaded when first shown, and a still picture for those who asked for less motion. */
export const Connecting = () => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    let stop = () => {};
    const still = isPlain() || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const show = async () => {
      // The light build has no expressions, hence no eval(), and runs under the page's CSP.
      const { default: lottie } = await import('lottie-web/build/player/esm/lottie_light.min.js');
      if (gone || !box.current) return;
      const player = lottie.loadAnimation({
        container: box.current,
        renderer: 'svg',
        loop: true,
        autoplay: !still,
        // The player writes into its data, and the overlay may be shown again.
        animationData: structuredClone(animation),
      });
      if (still) player.goToAndStop(STILL_FRAME, true);
      stop = () => player.destroy();
    };
    // The network may be what is broken: the words beside it say the same.
    const begin = setTimeout(() => void show().catch(() => undefined), isPlain() ? PLAIN_DELAY_MS : 0);
    return () => {
      gone = true;
      clearTimeout(begin);
      stop();
    };
  }, []);
  return <div class="connecting" ref={box} aria-hidden="true" />;
};
