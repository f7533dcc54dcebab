import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Notice, NoticePage } from "@/protocol";
import { get, query } from "@/shared/api";
import { useRealtime, useTopic } from "@/shared/live/realtime";
import { useEditions, useMe } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { formatMoment } from "@/shared/time/format";
import { ButtonLink, TextLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { Empty, Loading, Problem } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import classes from "./messages.module.css";
import { useNoticeWords } from "./words";

/** A glance is not reading: the count goes down after the page has been open this long. */
const READ_MS = 1_500;

/** The message centre: what happened, in words, newest first. */
export function Messages() {
  const { t } = useTranslation();
  const me = useMe();
  const inbox = useTopic(`inbox/${me.user.id}`);
  const edition = useEditions()?.edition;
  const fair = useFair(60_000);
  const [older, setOlder] = useState<Notice[]>([]);
  const [complete, setComplete] = useState(false);
  const notices = inbox.is === "ready" ? inbox.state.notices : [];
  const unread = inbox.is === "ready" ? inbox.state.unread : 0;
  const fresh = useFreshUntil(notices, unread);
  const all = [...notices, ...older.filter((one) => !notices.some(({ id }) => id === one.id))];
  const more = useMutation({
    mutationFn: () => get<NoticePage>(`/notices${query({ before: all.at(-1)?.id })}`),
    onSuccess: ({ items }) => {
      setOlder((known) => [...known, ...items]);
      if (items.length === 0) setComplete(true);
    },
  });
  return (
    <Page title={t("messages.title")} width={860}>
      {edition && <ZoneBanner edition={edition} at={fair} />}
      {inbox.is === "loading" && <Loading />}
      {inbox.is === "gone" && <Problem error={null} />}
      {inbox.is === "ready" && all.length === 0 && <Empty text={t("messages.empty")} />}
      <Stack gap={0} component="ul" className={classes.list} data-testid="notices">
        {all.map((notice) => (
          <Line key={notice.id} notice={notice} unread={fresh.has(notice.id)} />
        ))}
      </Stack>
      {more.error && <Problem error={more.error} />}
      {all.length >= 50 && !complete && (
        <Group>
          <Button variant="default" loading={more.isPending} onClick={() => more.mutate()}>
            {t("messages.older")}
          </Button>
        </Group>
      )}
    </Page>
  );
}

/**
 * Marks what is shown as read after a moment, and remembers what was unread, so that the mark at
 * the line does not vanish while it is being read.
 */
function useFreshUntil(notices: Notice[], unread: number): ReadonlySet<string> {
  const client = useRealtime();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const newest = notices[0]?.at;
  useEffect(() => {
    if (unread === 0 || newest === undefined) return;
    setFresh((known) => new Set([...known, ...notices.slice(0, unread).map(({ id }) => id)]));
    const timer = setTimeout(() => {
      if (document.visibilityState !== "visible") return;
      client.command("notice.read", { until: newest }).catch(() => {});
    }, READ_MS);
    return () => clearTimeout(timer);
  }, [client, notices, unread, newest]);
  return fresh;
}

function Line({ notice, unread }: { notice: Notice; unread: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const words = useNoticeWords()(notice);
  const zone = useEditions()?.edition.zone ?? me.user.zone;
  const fairMoment = formatMoment(notice.at, zone, language);
  const ownMoment = formatMoment(notice.at, me.user.zone, language);
  return (
    <li className={classes.line} data-unread={unread} data-testid="notice">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <div>
          <Text fw={unread ? 600 : 400}>
            {notice.appointment ? (
              <TextLink
                to="/appointments/$appointment"
                params={{ appointment: notice.appointment }}
                inherit
                c="inherit"
                underline="hover"
              >
                {words.text}
              </TextLink>
            ) : (
              words.text
            )}
          </Text>
          {words.more.map((line) => (
            <Text key={line} size="sm" c="dimmed">
              {line}
            </Text>
          ))}
          {words.instead.length > 0 && (
            <Group gap={6} my={4} data-testid="instead">
              <Text size="sm" c="dimmed">
                {t("messages.instead")}
              </Text>
              {words.instead.map(({ label, exhibitor, search }) => (
                <ButtonLink
                  key={search.start}
                  to="/exhibitors/$exhibitor/schedule"
                  params={{ exhibitor }}
                  search={search}
                  size="compact-sm"
                  variant="default"
                  className="parley-touch"
                >
                  {label}
                </ButtonLink>
              ))}
            </Group>
          )}
          <Text size="xs" c="dimmed">
            {fairMoment}
            {ownMoment !== fairMoment && ` · ${t("time.forYou", { time: ownMoment })}`}
          </Text>
        </div>
        {unread && (
          <Badge variant="light" size="sm" style={{ flexShrink: 0 }}>
            {t("messages.unread")}
          </Badge>
        )}
      </Group>
    </li>
  );
}
