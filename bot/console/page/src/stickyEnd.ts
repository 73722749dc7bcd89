import { useEffect, useRef } from "react";

/**
 * Keeps a list at its end while it grows, unless somebody has scrolled up to read.
 * What is longer than the list is shown from its beginning: nobody reads an answer from the bottom.
 */
export function useStickyEnd() {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const box = list.current!;
    const inner = content.current!;
    const observer = new ResizeObserver(() => {
      if (!atEnd.current) return;
      const last = [...inner.children].filter((each) => each.classList.contains("root")).at(-1);
      const bottom = box.scrollHeight - box.clientHeight;
      const top = last ? box.scrollTop + last.getBoundingClientRect().top - box.getBoundingClientRect().top : bottom;
      box.scrollTop = Math.min(bottom, top);
    });
    observer.observe(inner);
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
      const box = list.current;
      if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    },
  };
}
