// A list that is there as a whole, shown page by page as one scrolls.
import { useState } from "react";

const pageSize = 50;

/** `key` names the list: another one begins at its first page. */
export function usePaged<T>(all: T[], key: string) {
  const [shown, setShown] = useState({ key, count: pageSize });
  const count = shown.key === key ? shown.count : pageSize;
  return {
    items: all.slice(0, count),
    query: {
      hasNextPage: all.length > count,
      isFetchingNextPage: false,
      isFetchNextPageError: false,
      error: null,
      fetchNextPage: () => setShown({ key, count: count + pageSize }),
    },
  };
}
