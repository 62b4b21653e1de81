import * as React from 'react';

/** `wide`: three panes side by side; `medium`: the panel covers the thread; `narrow`: one pane at a time. */
export type PaneLayout = 'wide' | 'medium' | 'narrow';

interface Measured {
  layout: PaneLayout;
  /** What is left of the viewer's height below what stands above. */
  height: number;
  /** What the frames around keep free below, where the panes may stand too. */
  below: number;
}

const WIDE_VIEW = 1200;
const NARROW_VIEW = 768;
/** The admin's own navigation takes its part of the viewer: a thread needs so much beside its neighbours. */
const WIDE_PANES = 1040;
const NARROW_PANES = 620;
const LOWEST = 320;

export const layoutOf = (viewWidth: number, panesWidth: number): PaneLayout => {
  if (viewWidth < NARROW_VIEW || panesWidth < NARROW_PANES) return 'narrow';
  return viewWidth < WIDE_VIEW || panesWidth < WIDE_PANES ? 'medium' : 'wide';
};

/** The frames of Strapi's admin differ by version; each keeps some room below, and a page that scrolls by it. */
const roomBelow = (element: HTMLElement): number => {
  let room = 0;
  for (let frame = element.parentElement; frame && frame !== document.body; frame = frame.parentElement) room += Number.parseFloat(getComputedStyle(frame).paddingBottom) || 0;
  return room;
};

/** How the panes stand, measured: nothing of the page scrolls, whatever banner is above. */
export const usePaneLayout = (panes: React.RefObject<HTMLElement>): Measured | null => {
  const [measured, setMeasured] = React.useState<Measured | null>(null);
  React.useLayoutEffect(() => {
    const element = panes.current;
    if (!element) return undefined;
    const measure = () => {
      const { top, width } = element.getBoundingClientRect();
      const next: Measured = { layout: layoutOf(window.innerWidth, width), height: Math.max(LOWEST, Math.floor(window.innerHeight - Math.max(top, 0))), below: roomBelow(element) };
      setMeasured((former) => (former && former.layout === next.layout && former.height === next.height && former.below === next.below ? former : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (let frame: HTMLElement | null = element; frame && frame !== document.body; frame = frame.parentElement) {
      for (let above = frame.previousElementSibling; above; above = above.previousElementSibling) observer.observe(above);
    }
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [panes]);
  return measured;
};
