import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/protocol";
import type { Realtime } from "@/realtime/client";
import { signedOut } from "@/shared/api";
import { RealtimeProvider, useReadable } from "@/shared/live/realtime";
import {
  EditionProvider,
  MeProvider,
  useEditionList,
  useInbox,
  useMe,
} from "@/shared/live/session";
import { focusHeading, pageTitle } from "@/shared/ui/page";
import { Loading, ReadState } from "@/shared/ui/states";
import { BottomBar } from "./bottom_bar";
import classes from "./frame.module.css";
import { LinkBar } from "./link_bar";
import { useListNews } from "./list_news";
import { Rail } from "./rail";
import { meQuery, openRealtime } from "./session";
import { TopBar } from "./top_bar";
import { useWarmPages } from "./warm";

// Only a simulated fair needs it.
const ClockBar = lazy(() => import("./clock_bar").then((m) => ({ default: m.ClockBar })));

/** After being turned away although still signed in, the next try waits this long. */
const AGAIN_MS = 1_000;

/** The frame of every signed-in page: opens the connection and keeps it for as long as it stands. */
export function Shell() {
  const { data: me } = useQuery(meQuery);
  const [round, setRound] = useState(0);
  if (!me) return <Loading />;
  // Another person, or a new round after a lost session, gets a client of his own.
  return <Connected key={`${me.user.id}:${round}`} me={me} again={() => setRound(round + 1)} />;
}

function Connected({ me, again }: { me: Me; again: () => void }) {
  const [client, setClient] = useState<Realtime | null>(null);
  // The client belongs to the person; a fresher `Me` of the same person must not cut the line.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the person counts
  useEffect(() => {
    const opened = openRealtime(me);
    setClient(opened);
    return () => opened.end();
  }, [me.user.id]);
  if (!client) return <Loading />;
  return (
    <MeProvider me={me}>
      <RealtimeProvider client={client}>
        <SessionGuard client={client} again={again} />
        <Frame />
      </RealtimeProvider>
    </MeProvider>
  );
}

/** Goes to sign-in when the session has ended, here or on the socket. */
function SessionGuard({ client, again }: { client: Realtime; again: () => void }) {
  const link = useReadable(client.link.state);
  const queries = useQueryClient();
  const navigate = useNavigate();
  useEffect(
    () =>
      signedOut.listen(() => {
        const { pathname, search } = window.location;
        // Several answers may say it at once; the first one has already left.
        if (pathname === "/sign-in") return;
        const to = pathname + search;
        queries.clear();
        void navigate({ to: "/sign-in", search: { to }, replace: true });
      }),
    [queries, navigate],
  );
  useEffect(() => {
    if (link.is !== "signed_out") return;
    // Only the server knows whether the session or merely this connection has ended.
    const timer = setTimeout(() => {
      queries.fetchQuery({ ...meQuery, staleTime: 0 }).then(again, again);
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [link, queries, again]);
  return null;
}

function Frame() {
  const { t } = useTranslation();
  const { clock, roles } = useMe();
  const simulated = clock === "simulated";
  const editions = useEditionList();
  useListNews();
  useFocusOnNavigation();
  useWarmPages();
  return (
    <ReadState read={editions}>
      {(list) => (
        <EditionProvider editions={list}>
          <DocumentTitle />
          <a className="skip" href="#content">
            {t("app.skip")}
          </a>
          <div
            className={classes.frame}
            data-simulated={simulated}
            data-moves-clock={roles.includes("organiser")}
          >
            <header className={classes.header}>
              <TopBar />
            </header>
            <nav className={classes.rail} aria-label={t("nav.label")}>
              <Rail />
            </nav>
            <main id="content" className={classes.main} tabIndex={-1}>
              <LinkBar />
              <Outlet />
            </main>
            <footer className={classes.footer}>
              {simulated && (
                <Suspense fallback={<div className={classes.clock} />}>
                  <ClockBar />
                </Suspense>
              )}
              <BottomBar />
            </footer>
          </div>
        </EditionProvider>
      )}
    </ReadState>
  );
}

function DocumentTitle() {
  const { t } = useTranslation();
  const title = useReadable(pageTitle);
  const unread = useInbox()?.unread ?? 0;
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : "";
    document.title = `${count}${title ? `${title} · ` : ""}${t("app.name")}`;
  }, [title, unread, t]);
  return null;
}

/** A new page takes the focus to its heading, so that keyboard and screen reader start there. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [first, setFirst] = useState(path);
  useEffect(() => {
    if (path === first) return;
    setFirst(path);
    focusHeading();
  }, [path, first]);
}
