import { useEffect, useState } from "react";

/** The secret of a mailed link, from its fragment, which is taken out of the address bar and the history. */
export function useLinkToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    if (window.location.hash) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return token;
}
