// How large the chunks of an upload are: as much as the connection sends in a few seconds, so that little is lost when
// it breaks and no chunk takes longer than the server waits.

const smallest = 16 * 1024;
const first = 64 * 1024;
const largest = 4 * 1024 * 1024; // The server's limit.
const duration = 4000; // Milliseconds that a chunk should take.
const steepest = 4; // A small chunk is mostly round trip, which says little about a large one.
const fastFrom = 1024 * 1024;
const mostOfNew = 256 * 1024; // The connection may have got worse since the last file.

export class Pace {
  #bytes = first;

  /** Size of the next chunk. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Size of the first chunk of a file. */
  get bytesOfNew(): number {
    return Math.min(mostOfNew, this.#bytes);
  }

  /** Whether the connection is fast enough for two files at once. */
  get fast(): boolean {
    return this.#bytes >= fastFrom;
  }

  /** A chunk of `bytes` arrived after `milliseconds`. */
  arrived(bytes: number, milliseconds: number): void {
    const wanted = (bytes * duration) / Math.max(1, milliseconds);
    this.#bytes = Math.round(Math.min(largest, Math.max(smallest, Math.min(wanted, this.#bytes * steepest))));
  }

  /** A chunk did not arrive. */
  lost(): void {
    this.#bytes = Math.max(smallest, Math.round(this.#bytes / steepest));
  }
}
