import "@testing-library/jest-dom/vitest";
import "@/shared/i18n/i18n";
import { notifications } from "@mantine/notifications";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

configure({ asyncUtilTimeout: 10_000 });

// What jsdom lacks and Mantine asks for.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
    onchange: null,
  }) as MediaQueryList;

class NoResizeObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = NoResizeObserver;
window.HTMLElement.prototype.scrollIntoView = () => {};
Object.defineProperty(document, "fonts", {
  value: { addEventListener: vi.fn(), removeEventListener: vi.fn() },
});

/** Calls back for every observed element when `reachTheEnd` is called. */
const observers = new Set<IntersectionObserverCallback>();
class FakeIntersectionObserver implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = "";
  readonly thresholds = [];
  readonly scrollMargin = "";
  private readonly callback: IntersectionObserverCallback;
  constructor(callback: IntersectionObserverCallback) {
    this.callback = callback;
  }
  observe() {
    observers.add(this.callback);
  }
  unobserve() {
    observers.delete(this.callback);
  }
  disconnect() {
    observers.delete(this.callback);
  }
  takeRecords() {
    return [];
  }
}
window.IntersectionObserver = FakeIntersectionObserver;

/** Scrolls, as far as the page can tell, to where everything observed is in view. */
export function reachTheEnd(): void {
  for (const callback of observers) {
    callback([{ isIntersecting: true } as IntersectionObserverEntry], {} as IntersectionObserver);
  }
}

afterEach(() => {
  notifications.clean();
  notifications.cleanQueue();
  cleanup();
  observers.clear();
  localStorage.clear();
});
