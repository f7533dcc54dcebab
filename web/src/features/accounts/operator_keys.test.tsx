// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Me } from "@/protocol";
import { openLive, serve } from "@/shared/testing/live";
import { OperatorKeys } from "./operator_keys";

const NOW = Date.UTC(2026, 9, 14, 1);

function person(roles: string[]): Me {
  return { user: { id: "mei", zone: "Asia/Shanghai" }, company: null, roles } as unknown as Me;
}

afterEach(cleanup);

describe("the organiser's page", () => {
  it("lists his keys, and makes one that is shown once", async () => {
    serve(() => [{ id: "k", name: "Badges", created_at: NOW, last_used_at: null }]);
    const { world } = await openLive(<OperatorKeys />, person(["organiser"]), NOW);
    expect((await screen.findByTestId("keys")).textContent).toContain("Made 14 Oct 2026");
    const name = screen.getByRole("textbox", { name: "What it is for" });
    fireEvent.change(name, { target: { value: "Halls" } });
    fireEvent.click(screen.getByRole("button", { name: "Make a key" }));
    const sent = await waitFor(() => world.socket.last("api_key.create"));
    expect(sent.in).toEqual({ name: "Halls" });
    act(() => world.socket.say({ re: sent.id, ok: { id: "h", key: "pk_secret" } }));
    expect(await screen.findByDisplayValue("pk_secret")).toBeTruthy();
  });

  it("shows nothing to anybody else", async () => {
    await openLive(<OperatorKeys />, person([]), NOW);
    expect(screen.getByTestId("no-right")).toBeTruthy();
    expect(screen.queryByTestId("keys")).toBeNull();
  });
});
