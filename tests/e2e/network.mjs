// Into the field without signal, and back.
/** The worker has the app and serves this page. */
export async function readyForOffline(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    });
  });
}

export async function goOffline(person) {
  person.withoutNetwork = true;
  await person.context.setOffline(true);
}

export async function goOnline(person) {
  await person.context.setOffline(false);
  person.withoutNetwork = false;
}
