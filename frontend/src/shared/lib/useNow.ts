import { useEffect, useState } from "react";

const minute = 60_000;

/** The time, to the minute; right again at once when the page was away. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const look = () =>
      setNow((before) => {
        const at = new Date();
        return Math.floor(at.getTime() / minute) === Math.floor(before.getTime() / minute) ? before : at;
      });
    const tick = setInterval(look, 10_000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(tick);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return now;
}
