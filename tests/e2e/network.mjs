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

/** So many bits a second both ways, with the delay of a bad cell; undefined: as fast as it goes. */
export async function setLine(person, bitsPerSecond) {
  const bytes = bitsPerSecond === undefined ? -1 : bitsPerSecond / 8;
  const line = await person.context.newCDPSession(person.page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: bitsPerSecond === undefined ? 0 : 200,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  });
}
