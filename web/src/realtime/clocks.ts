import type { ClockKind, Millis } from "@/protocol";
import { type Readable, Value } from "./value";

interface Offsets {
  fair: number;
  machine: number;
  kind: ClockKind;
}

/**
 * The server's two clocks as this device knows them. Fair time decides appointments; machine time
 * stamps command ids. Both are kept as offsets from the device's own clock.
 */
export class Clocks {
  readonly #offsets = new Value<Offsets>({ fair: 0, machine: 0, kind: "real" });

  constructor(private readonly now: () => number) {}

  /** Changes whenever an offset does, so that a view reads the time again. */
  get changes(): Readable<Offsets> {
    return this.#offsets;
  }

  fair(): Millis {
    return this.now() + this.#offsets.get().fair;
  }

  machine(): Millis {
    return this.now() + this.#offsets.get().machine;
  }

  /** This device's own clock. */
  device(): Millis {
    return this.now();
  }

  kind(): ClockKind {
    return this.#offsets.get().kind;
  }

  /** Takes a reading; `sentAt` halves the way there and back. */
  sample(reading: { fair: Millis; machine: Millis; clock?: ClockKind }, sentAt: number): void {
    const middle = (sentAt + this.now()) / 2;
    const before = this.#offsets.get();
    const next = {
      fair: Math.round(reading.fair - middle),
      machine: Math.round(reading.machine - middle),
      kind: reading.clock ?? before.kind,
    };
    // A few milliseconds of jitter are no news; views need not be drawn again for them.
    const still =
      Math.abs(next.fair - before.fair) < 50 &&
      Math.abs(next.machine - before.machine) < 50 &&
      next.kind === before.kind;
    if (!still) this.#offsets.set(next);
  }

  /** The server's machine time, learnt from a refusal. */
  correctMachine(machine: Millis): void {
    this.#offsets.set({ ...this.#offsets.get(), machine: Math.round(machine - this.now()) });
  }

  /** Fair time only moves forward: a fact stamped later than we thought moves us there. */
  atLeast(fair: Millis): void {
    if (fair > this.fair() + 50) {
      this.#offsets.set({ ...this.#offsets.get(), fair: Math.round(fair - this.now()) });
    }
  }
}
