const largest = 15 * 1024 * 1024;

/** The text of a file that is to be imported, or what is wrong with it: a key among the texts of the import. */
export async function readText(file: File): Promise<{ text: string } | { wrong: "tooLarge" | "notUtf8" }> {
  if (file.size > largest) return { wrong: "tooLarge" };
  try {
    // The server takes UTF-8; a file in another encoding would become garbage without anybody noticing.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(await file.arrayBuffer()) };
  } catch {
    return { wrong: "notUtf8" };
  }
}
