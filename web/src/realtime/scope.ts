/** A lifetime: whatever is added ends with it, last come first. */
export class Scope {
  #endings: (() => void)[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /** Runs `ending` when the scope ends, at once if it has. */
  add(ending: () => void): void {
    if (this.#ended) ending();
    else this.#endings.push(ending);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const ending of this.#endings.reverse()) ending();
    this.#endings = [];
  }
}
