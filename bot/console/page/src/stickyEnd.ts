import { useEffect, useRef } from "react";

/** Keeps a list at its end while it grows, unless somebody has scrolled up to read. */
export function useStickyEnd() {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const box = list.current!;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(content.current!);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return {
    list,
    content,
    stick: () => {
      atEnd.current = true;
    },
    onScroll: () => {
      const box = list.current!;
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    },
  };
}
