// How large the pieces of a file are: as much as the line takes in a few seconds, so that little is lost when it breaks
// and none takes longer than the server waits.

const smallest = 16 * 1024;
const first = 64 * 1024;
const largest = 4 * 1024 * 1024; // The server's limit.
const duration = 4000; // Milliseconds that a piece should take.
const steepest = 4; // A small piece takes mostly the way there and back, which says little of a large one.
const fastFrom = 1024 * 1024;
const mostOfNew = 256 * 1024; // Between two files somebody may have gone to where the line is bad.

export class Pace {
  #bytes = first;

  /** Of the next piece. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of the first piece of a file. */
  get bytesOfNew(): number {
    return Math.min(mostOfNew, this.#bytes);
  }

  /** Whether the line takes two files at once and keeps up. */
  get fast(): boolean {
    return this.#bytes >= fastFrom;
  }

  /** A piece of so many bytes arrived after so many milliseconds. */
  arrived(bytes: number, milliseconds: number): void {
    const wanted = (bytes * duration) / Math.max(1, milliseconds);
    this.#bytes = Math.round(Math.min(largest, Math.max(smallest, Math.min(wanted, this.#bytes * steepest))));
  }

  /** A piece did not arrive. */
  lost(): void {
    this.#bytes = Math.max(smallest, Math.round(this.#bytes / steepest));
  }
}
