// A list that is there as a whole, shown page by page as one scrolls.
import { useCallback, useState } from "react";

const pageSize = 50;

/** `key` names the list: another one begins at its first page. */
export function usePaged<T>(all: T[], key: string) {
  const [shown, setShown] = useState({ key, count: pageSize });
  const count = shown.key === key ? shown.count : pageSize;
  // The same function for as long as it is the same list: whoever waits for the end of the page asks once.
  const fetchNextPage = useCallback(
    () => setShown((before) => ({ key, count: (before.key === key ? before.count : pageSize) + pageSize })),
    [key],
  );
  return {
    items: all.slice(0, count),
    query: {
      hasNextPage: all.length > count,
      isFetchingNextPage: false,
      isFetchNextPageError: false,
      error: null,
      fetchNextPage,
    },
  };
}
