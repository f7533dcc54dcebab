import { useTranslation } from "react-i18next";
import type { Millis, Notice } from "@/protocol";
import { useEditions, useMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { formatMoment, twoTimes } from "@/shared/time/format";
import { dayOf } from "@/shared/time/zones";

interface Words {
  text: string;
  /** What stands below: the period in both zones, and the nearest free ones. */
  more: string[];
  /** Periods that the reader can ask for with one click, where the news is that his own is gone. */
  instead: Instead[];
}

interface Instead {
  label: string;
  exhibitor: string;
  search: { grid: string; day: string; start: Millis; topic: string };
}

/** Where a period is asked for anew, if the notice says. */
function placeOf(value: unknown): { exhibitor: string; grid: string } | null {
  if (typeof value !== "object" || value === null) return null;
  const { exhibitor, grid } = value as { exhibitor?: unknown; grid?: unknown };
  return typeof exhibitor === "string" && typeof grid === "string" ? { exhibitor, grid } : null;
}

function isOrganiser(by: unknown): boolean {
  return typeof by === "object" && by !== null && (by as { side?: unknown }).side === "organiser";
}

const KINDS = [
  "appointment.requested",
  "appointment.accepted",
  "appointment.rejected",
  "appointment.cancelled",
  "appointment.expired",
  "appointment.conflict",
  "appointment.reassigned",
] as const;

function isKind(kind: string): kind is (typeof KINDS)[number] {
  return (KINDS as readonly string[]).includes(kind);
}

const word = (value: unknown): string | null => (typeof value === "string" ? value : null);
const moment = (value: unknown): Millis | null => (typeof value === "number" ? value : null);

/** A party is named as text or as an object with its name. */
function nameOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return word(value);
  const party = value as { company_name?: unknown; name?: unknown };
  return word(party.company_name) ?? word(party.name);
}

/** Says in words what a notice is about; with little known, it still says what kind it is. */
export function useNoticeWords(): (notice: Notice) => Words {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const own = me.user.zone;
  const zone = useEditions()?.edition.zone ?? "UTC";
  return ({ kind, with: body }) => {
    // A newer server may tell of things that this page has no words for yet.
    if (!isKind(kind))
      return { text: word(body.text) ?? t("messages.other"), more: [], instead: [] };
    const start = moment(body.start);
    const topic = word(body.topic);
    const nearest = Array.isArray(body.nearest) ? body.nearest.filter(Number.isFinite) : [];
    const times = nearest.map((at: number) => formatMoment(at, zone, language)).join(" · ");
    const end = moment(body.end);
    const more: string[] = [];
    if (start !== null) {
      const two = twoTimes(start, end ?? start, zone, own, language);
      if (!two.same) more.push(t("time.forYouOn", { time: two.local, day: two.localDay }));
    }
    const offered =
      kind === "appointment.rejected" ? "messages.suggested" : "messages.alternatives";
    const place = me.company?.kind === "buyer" ? placeOf(body.ask) : null;
    const instead =
      place && topic !== null
        ? nearest.map((at: number) => ({
            label: formatMoment(at, zone, language),
            exhibitor: place.exhibitor,
            search: { grid: place.grid, day: dayOf(at, zone), start: at, topic },
          }))
        : [];
    if (times && instead.length === 0) more.push(t(offered, { times }));
    if (start === null || topic === null) {
      return { text: t(`messages.kindPlain.${kind}`), more, instead };
    }
    const words = isOrganiser(body.by) ? "messages.withdrawn" : (`messages.kind.${kind}` as const);
    const text = t(words, {
      topic,
      time: formatMoment(start, zone, language),
      buyer: nameOf(body.buyer) ?? t("side.buyer"),
      exhibitor: nameOf(body.exhibitor) ?? t("side.exhibitor"),
      who: nameOf(body.by) ?? t("messages.theOther"),
      from: word(body.from) ?? t("messages.colleague"),
      to: word(body.to) ?? t("messages.team"),
    });
    return { text, more, instead };
  };
}
