// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "@/protocol";
import { openLive } from "@/shared/testing/live";
import { Picture } from "./picture";
import { MOST_BYTES } from "./rules";
import { PictureUpload } from "./upload";

const ME = { user: { id: "li", name: "Li", zone: "Asia/Shanghai" }, exhibitors: [] } as never as Me;
const NOW = Date.UTC(2026, 9, 14, 1);

/** What leaves the page; the test answers. */
class Request {
  static all: Request[] = [];
  upload: { onprogress?: (it: object) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = "";
  path = "";
  file: File | null = null;
  aborted = false;
  open(_: string, path: string) {
    this.path = path;
  }
  setRequestHeader() {}
  send(file: File) {
    this.file = file;
    Request.all.push(this);
  }
  abort() {
    this.aborted = true;
    this.onabort?.();
  }
  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

beforeEach(() => {
  Request.all = [];
  vi.stubGlobal("XMLHttpRequest", Request);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const file = (name: string, type = "image/png", size = 9) => {
  const made = new File(["x"], name, { type });
  Object.defineProperty(made, "size", { value: size });
  return made;
};

/** The request that is under way, once it is. */
async function next(at: number): Promise<Request> {
  await waitFor(() => expect(Request.all.length).toBe(at + 1));
  return Request.all[at] as Request;
}

async function open(first: string[], max: number) {
  const heard = vi.fn();
  function Form() {
    const [value, setValue] = useState(first);
    const change = (ids: string[]) => {
      heard(ids);
      setValue(ids);
    };
    return <PictureUpload value={value} onChange={change} max={max} />;
  }
  const live = await openLive(<Form />, ME, NOW);
  return { heard, container: live.container };
}

const drop = (...files: File[]) =>
  fireEvent.drop(screen.getByTestId("drop"), { dataTransfer: { files, types: ["Files"] } });
const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;
const kept = (picture: string) => ({ picture, width: 1280, height: 960 });

describe("a picture", () => {
  it("names its sizes and holds its place", async () => {
    await openLive(<Picture id="abc" alt="A vase" size="medium" />, ME, NOW);
    const image = screen.getByRole("img", { name: "A vase" });
    expect(image.getAttribute("src")).toBe("/pictures/abc/medium.jpg");
    expect(image.getAttribute("srcset")).toBe(
      "/pictures/abc/small.jpg 160w, /pictures/abc/medium.jpg 480w, /pictures/abc/large.jpg 1280w",
    );
    expect(image.getAttribute("loading")).toBe("lazy");
    expect([image.getAttribute("width"), image.getAttribute("height")]).toEqual(["4", "3"]);
  });

  it("is a quiet sign where there is none or it cannot be read", async () => {
    await openLive(<Picture id="abc" alt="A vase" size="small" />, ME, NOW);
    fireEvent.error(screen.getByRole("img", { name: "A vase" }));
    expect(screen.getByTestId("no-picture").getAttribute("aria-label")).toBe("A vase");
    cleanup();
    await openLive(<Picture id={null} alt="" size="small" />, ME, NOW);
    expect(screen.getByTestId("no-picture").getAttribute("aria-hidden")).toBe("true");
  });
});

describe("an upload", () => {
  it("says its limits first, sends one after the other and keeps their order", async () => {
    const { heard, container } = await open([], 3);
    expect(screen.getByText(/JPEG, PNG or WebP, up to 10 MB each; at most 3/)).toBeTruthy();
    drop(file("one.png"), file("two.jpg", "image/jpeg"));
    const first = await next(0);
    expect([first.path, first.file?.name]).toEqual(["/api/v1/pictures", "one.png"]);
    first.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    const bar = await screen.findByRole("progressbar", { name: "one.png is being sent" });
    await waitFor(() => expect(bar.getAttribute("aria-valuenow")).toBe("25"));
    first.answer(200, kept("aaa"));
    (await next(1)).answer(200, kept("bbb"));
    await waitFor(() => expect(heard.mock.calls).toEqual([[["aaa"]], [["aaa", "bbb"]]]));
    expect((await axe.run(container)).violations).toEqual([]);
  });

  it("takes the same picture once", async () => {
    const { heard } = await open(["aaa"], 3);
    drop(file("again.png"));
    (await next(0)).answer(200, kept("aaa"));
    expect(await screen.findByText("again.png is among them already.")).toBeTruthy();
    expect(heard).not.toHaveBeenCalled();
  });

  it("sends nothing of what would be refused, and says why at the file", async () => {
    await open(["aaa"], 2);
    drop(
      file("big.png", "image/png", MOST_BYTES + 1),
      file("art.svg", "image/svg+xml"),
      file("fine.webp", "image/webp"),
      file("more.png"),
    );
    const said = (await screen.findAllByRole("alert")).map((it) => it.textContent);
    expect(said).toEqual([
      "This file is larger than 10 MB.",
      "This is neither a JPEG nor a PNG nor a WebP picture.",
      "No more than 2 pictures are possible here.",
    ]);
    expect((await next(0)).file?.name).toBe("fine.webp");
    fireEvent.click(button("Dismiss the message about art.svg"));
    expect(screen.queryByText("art.svg")).toBeNull();
  });

  it("shows the server's refusal at the file", async () => {
    const { heard } = await open([], 3);
    drop(file("half.png"));
    const more = { field: "picture", rule: "broken" };
    (await next(0)).answer(422, { no: { code: "invalid", text: "…", more } });
    expect((await screen.findByRole("alert")).textContent).toBe(
      "This file is damaged or incomplete.",
    );
    expect(heard).not.toHaveBeenCalled();
  });

  it("sends again what did not get through, and can be called off", async () => {
    const { heard } = await open([], 3);
    drop(file("one.png"));
    (await next(0)).onerror?.();
    await screen.findByRole("alert");
    fireEvent.click(button("Send one.png again"));
    const second = await next(1);
    fireEvent.click(button("Do not send one.png"));
    expect(second.aborted).toBe(true);
    await waitFor(() => expect(screen.queryByText("one.png")).toBeNull());
    expect(heard).not.toHaveBeenCalled();
  });

  it("takes what is pasted", async () => {
    await open([], 3);
    fireEvent.paste(button("Choose pictures"), { clipboardData: { files: [file("shot.png")] } });
    expect((await next(0)).file?.name).toBe("shot.png");
  });
});

describe("chosen pictures", () => {
  it("are moved and removed by keyboard, and the focus stays", async () => {
    const { heard, container } = await open(["aaa", "bbb", "ccc"], 3);
    expect(button("Move picture 1 earlier").disabled).toBe(true);
    fireEvent.click(button("Move picture 1 later"));
    expect(heard).toHaveBeenLastCalledWith(["bbb", "aaa", "ccc"]);
    await waitFor(() => expect(document.activeElement).toBe(button("Move picture 2 later")));
    fireEvent.click(button("Move picture 2 later"));
    // At the end it can only go back.
    await waitFor(() => expect(document.activeElement).toBe(button("Move picture 3 earlier")));
    expect(screen.getByText("Moved to place 3 of 3")).toBeTruthy();
    fireEvent.click(button("Remove picture 1"));
    expect(heard).toHaveBeenLastCalledWith(["ccc", "aaa"]);
    expect(document.activeElement).toBe(button("Choose pictures"));
    const list = screen.getByRole("list", { name: "Chosen pictures" });
    expect(within(list).getAllByRole("listitem").length).toBe(2);
    expect((await axe.run(container)).violations).toEqual([]);
  });
});
