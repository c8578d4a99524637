// Prints when the sheet is as wide as the paper and its charts have been drawn so.
import { useEffect, useState } from "react";

const redrawn = 400;

export function usePrint() {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    if (!printing) return;
    const timer = setTimeout(() => window.print(), redrawn);
    const end = () => setPrinting(false);
    window.addEventListener("afterprint", end);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("afterprint", end);
    };
  }, [printing]);
  return { printing, print: () => setPrinting(true) };
}
