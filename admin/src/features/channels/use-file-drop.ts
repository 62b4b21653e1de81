import * as React from 'react';

const hasFiles = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes('Files');
/** A dialog has fields of its own. */
const isInDialog = ({ target }: DragEvent): boolean => target instanceof Element && target.closest('[role="dialog"]') !== null;

/** Files dropped anywhere on the page: missed by a finger's breadth, the browser would leave the inbox for the file. */
export const useFileDrop = (enabled: boolean, onFiles: (files: File[]) => void): boolean => {
  const [over, setOver] = React.useState(false);
  const current = React.useRef(onFiles);
  React.useEffect(() => {
    current.current = onFiles;
  });
  React.useEffect(() => {
    if (!enabled) return undefined;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event) || isInDialog(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented || isInDialog(event)) return;
      event.preventDefault();
      current.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      setOver(false);
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [enabled]);
  return over;
};
