import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition, Millis } from "@/protocol";
import { useMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { formatDate, formatOffset, formatZone, twoTimes, unbroken } from "@/shared/time/format";

/** A stretch of time twice: fair time first, the reader's own below, with its date if another. */
export function Times(props: { start: Millis; end: Millis; zone: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useMe().user.zone;
  const two = twoTimes(props.start, props.end, props.zone, own, language);
  return (
    <div>
      <Text fw={500}>
        <span style={{ whiteSpace: "nowrap" }}>{two.fair}</span>{" "}
        <Text span c="dimmed" fw={400} style={{ whiteSpace: "nowrap" }}>
          {two.fairDay}
        </Text>
      </Text>
      {!two.same && (
        <Text size="xs" c="dimmed" className="parley-times">
          {two.shift === 0
            ? t("time.forYou", { time: unbroken(two.local) })
            : t("time.forYouOn", { time: unbroken(two.local), day: two.localDay })}
        </Text>
      )}
    </div>
  );
}

/** The same in one line of text, for summaries and sentences. */
export function useTimesText(): (start: Millis, end: Millis, zone: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useMe().user.zone;
  return (start, end, zone) => {
    const two = twoTimes(start, end, zone, own, language);
    const fair = `${two.fair} ${two.fairDay}`;
    if (two.same) return fair;
    return `${fair} · ${t("time.forYouOn", { time: unbroken(two.local), day: two.localDay })}`;
  };
}

/** The date of a moment, with its year, where the reader lives. */
export function useDateText(): (at: Millis) => string {
  const language = useLanguage();
  const own = useMe().user.zone;
  return (at) => formatDate(at, own, language);
}

/** Says on every list and form which time is meant, and what it is for the reader. */
export function ZoneBanner(props: { edition: Edition; at: Millis }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useMe().user.zone;
  const { zone } = props.edition;
  const same = formatOffset(props.at, zone) === formatOffset(props.at, own);
  return (
    <Group gap="0 10px" data-testid="zone-banner">
      <Text size="sm">
        {t("time.fairBanner", {
          zone: formatZone(zone, language),
          offset: formatOffset(props.at, zone),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {same
          ? t("time.youSame")
          : t("time.youAt", {
              zone: formatZone(own, language),
              offset: formatOffset(props.at, own),
            })}
      </Text>
    </Group>
  );
}
