import { useEffect, useRef } from 'preact/hooks';
import animation from './connecting.json';

const STILL_FRAME = 20;

/** The "Connecting..." animation: loaded when first shown, and a still picture for those who asked for less motion. */
export const Connecting = () => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    let stop = () => {};
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // The light build has no expressions, hence no eval(), and runs under the page's CSP.
    import('lottie-web/build/player/esm/lottie_light.min.js')
      .then(({ default: lottie }) => {
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
      })
      // The network may be what is broken: the words beside it say the same.
      .catch(() => undefined);
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return <div class="connecting" ref={box} aria-hidden="true" />;
};
