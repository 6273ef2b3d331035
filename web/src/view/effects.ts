/** Renderers of WebGL that are programs: of Chromium, of Mesa (llvmpipe, softpipe), of Windows. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * Whether graphics hardware draws the page. Browsers may give a context in software even when asked for none
 * (`failIfMajorPerformanceCaveat`, WebGL 1.0 section 5.2.1), so its name is looked at too.
 */
const hasGraphicsHardware = (): boolean => {
  const context = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const named = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(context.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(renderer);
};

/**
 * Glass is frosted and things move where hardware draws that. Elsewhere the processor would, which costs more than
 * encoding and decoding the pictures: there the page is plain and still. The styles know both by `<html data-effects>`.
 */
export const chooseEffects = (): void => {
  document.documentElement.dataset.effects = hasGraphicsHardware() ? 'full' : 'plain';
};

export const isPlain = (): boolean => document.documentElement.dataset.effects === 'plain';
