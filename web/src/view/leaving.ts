let within = false;

/** Says before one leaves whether another page of ours comes, which goes on with what this one has not done. */
export const goingOn = (url: string): void => {
  within = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
};

export const staysWithin = (): boolean => within;

const onClick = ({ target }: MouseEvent) => {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link?.href && link.target !== '_blank') goingOn(link.href);
};

/** Sees where links lead. */
export const watchLinks = (): void => addEventListener('click', onClick, { capture: true });
